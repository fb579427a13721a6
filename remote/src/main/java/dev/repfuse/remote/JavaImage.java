package dev.repfuse.remote;

import dev.repfuse.runtime.DataException;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Java runtime for another machine, as a folder on this one. */
final class JavaImage {
  /** What a JDK has and a runtime can do without. */
  private static final Set<String> NOT_NEEDED =
      Set.of("legal", "man", "include", "jmods", "src.zip", "ct.sym", "demo");

  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");
  private static final int ELF_MACHINE = 18;
  private static final int X86_64 = 62;
  private static final int AARCH64 = 183;
  private static final int FIRST_CLASS_FILE_VERSION = 44;

  private final Path folder;

  private JavaImage(Path folder) {
    this.folder = folder;
  }

  /**
   * A runtime that the user gives: a JRE, or a JDK from which a small one is linked where it brings
   * what that takes.
   *
   * @param scratch for what is linked and not kept
   * @throws DataException if it is of another platform, or too old
   */
  static JavaImage given(Path folder, Platform platform, Path scratch) {
    Path java = folder.resolve("bin/java");
    try {
      Optional<Platform> own = platform(java);
      if (own.filter(platform::equals).isEmpty()) {
        throw new DataException(
            "%s is no Java for %s%s"
                .formatted(folder, platform, own.map(other -> " but for " + other).orElse("")));
      }
      int version = version(folder);
      if (version < needed()) {
        throw new DataException(
            "%s is Java %d; the runner needs %d or newer".formatted(folder, version, needed()));
      }
      Path modules = folder.resolve("jmods");
      boolean same = version == Runtime.version().feature();
      return Files.isDirectory(modules) && same
          ? new JavaImage(LinkedJava.of(folder, Optional.of(modules), scratch))
          : new JavaImage(folder);
    } catch (IOException e) {
      throw new DataException("%s is no Java: %s".formatted(folder, e.getMessage()), e);
    }
  }

  /**
   * A small one of the Java that runs this.
   *
   * @param scratch for what is linked and not kept
   */
  static JavaImage own(Path scratch) throws IOException {
    Path home = Path.of(System.getProperty("java.home"));
    return new JavaImage(
        LinkedJava.isPossible() ? LinkedJava.of(home, Optional.empty(), scratch) : home);
  }

  /** Whether this Java would run on a platform too. */
  static boolean isOurs(Platform platform) {
    return System.getProperty("os.name").equals("Linux")
        && platform.isOf(System.getProperty("os.arch"));
  }

  /** The oldest Java that runs a worker. */
  static int needed() throws IOException {
    try (InputStream in = JavaImage.class.getResourceAsStream("JavaImage.class")) {
      if (in == null) {
        throw new IOException("the classes of repfuse cannot be read");
      }
      DataInputStream data = new DataInputStream(in);
      data.readInt();
      data.readUnsignedShort();
      return data.readUnsignedShort() - FIRST_CLASS_FILE_VERSION;
    }
  }

  /** Its files, relative to its folder. */
  List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(folder::relativize)
          .filter(JavaImage::isNeeded)
          .toList();
    }
  }

  private static boolean isNeeded(Path file) {
    for (Path part : file) {
      if (NOT_NEEDED.contains(part.toString())) {
        return false;
      }
    }
    return !file.startsWith("bin") || file.equals(Path.of("bin", "java"));
  }

  /** Where one of its files lies here. */
  Path file(Path relative) {
    return folder.resolve(relative);
  }

  private static int version(Path folder) throws IOException {
    Matcher version = VERSION.matcher(Files.readString(folder.resolve("release")));
    if (!version.find()) {
      throw new IOException("its file 'release' tells no version");
    }
    return Integer.parseInt(version.group(1));
  }

  /** What machine a program is for, by its header (System V ABI, the field {@code e_machine}). */
  private static Optional<Platform> platform(Path program) throws IOException {
    byte[] header;
    try (InputStream in = Files.newInputStream(program)) {
      header = in.readNBytes(ELF_MACHINE + 2);
    }
    boolean elf =
        header.length == ELF_MACHINE + 2
            && header[0] == 0x7f
            && header[1] == 'E'
            && header[2] == 'L'
            && header[3] == 'F';
    int machine = elf ? (header[ELF_MACHINE] & 0xff) | (header[ELF_MACHINE + 1] & 0xff) << 8 : 0;
    return switch (machine) {
      case X86_64 -> Optional.of(Platform.LINUX_X64);
      case AARCH64 -> Optional.of(Platform.LINUX_AARCH64);
      default -> Optional.empty();
    };
  }
}
