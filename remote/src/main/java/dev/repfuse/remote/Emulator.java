package dev.repfuse.remote;

import dev.repfuse.runtime.DataException;
import dev.repfuse.runtime.child.TempFolder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** This machine with QEMU's emulation of an ARM processor before each program. */
final class Emulator implements Host {
  private static final List<String> PROGRAMS = List.of("qemu-aarch64-static", "qemu-aarch64");

  /** That which is linked statically loads none. */
  private static final List<String> PLUGIN_PROGRAMS = List.of("qemu-aarch64");

  private static final Path USUAL_ROOT = Path.of("/usr/aarch64-linux-gnu");
  private static final Path LOADER = Path.of("lib", "ld-linux-aarch64.so.1");

  /**
   * What ONNX Runtime reads of the processor; older versions of QEMU would show it that of this
   * machine. The parts are those of a Cortex-A53 with its usual features.
   */
  private static final String PROCESSOR =
      """
      processor\t: 0
      BogoMIPS\t: 100.00
      Features\t: fp asimd evtstrm aes pmull sha1 sha2 crc32 cpuid
      CPU implementer\t: 0x41
      CPU architecture: 8
      CPU variant\t: 0x0
      CPU part\t: 0xd03
      CPU revision\t: 4
      """;

  private final String name;
  private final Path program;
  private final Path root;
  private Optional<Path> plugin = Optional.empty();

  private Emulator(String name, Path program, Path root) {
    this.name = name;
    this.program = program;
    this.root = root;
  }

  /**
   * Makes ready.
   *
   * @throws DataException if QEMU or a C library for the processor is missing
   */
  static Emulator of(DeviceSettings settings) {
    String name = settings.name();
    Path program =
        onPath(PROGRAMS)
            .orElseThrow(() ->
                new DataException(name + " needs QEMU's user emulation: install qemu-user-static"));
    Path library = settings.root().orElse(USUAL_ROOT).toAbsolutePath();
    if (!Files.exists(library.resolve(LOADER))) {
      throw new DataException(
          ("%s needs a C library for its processor, and there is no %s: install"
                  + " libstdc++6-arm64-cross, or name a folder as \"root\"")
              .formatted(name, library.resolve(LOADER)));
    }
    try {
      Path root = TempFolder.create();
      Files.createSymbolicLink(root.resolve("lib"), library.resolve("lib"));
      Files.createDirectory(root.resolve("proc"));
      Files.writeString(root.resolve("proc/cpuinfo"), PROCESSOR);
      return new Emulator(name, program, root);
    } catch (IOException e) {
      throw new DataException("%s: no folder can be made: %s".formatted(name, e.getMessage()), e);
    }
  }

  private static Optional<Path> onPath(List<String> programs) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return programs.stream()
        .flatMap(program ->
            Arrays.stream(path.split(File.pathSeparator, -1)).map(at -> Path.of(at, program)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** What stands before a program. */
  List<String> prefix() {
    return List.of(program.toString(), "-L", root.toString());
  }

  /**
   * What stands before Java so that its instructions are counted; it does not compile while it
   * runs, for that would be counted too.
   *
   * @throws DataException if this QEMU takes no plugins, or none can be compiled
   */
  List<String> countingPrefix() {
    Path able =
        onPath(PLUGIN_PROGRAMS)
            .orElseThrow(() ->
                new DataException(
                    name + " counts instructions with QEMU's plugins: install qemu-user"));
    synchronized (this) {
      if (plugin.isEmpty()) {
        plugin = Optional.of(InstructionPlugin.compile(root));
      }
      return List.of(
          able.toString(),
          "-L",
          root.toString(),
          "-E",
          "JDK_JAVA_OPTIONS=-Xint",
          "-plugin",
          plugin.get().toString());
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Process start(String command) throws IOException {
    return new ProcessBuilder("sh", "-c", command).start();
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  @Override
  public void close() {
    TempFolder.remove(root);
  }
}
