package dev.repfuse.remote;

import dev.repfuse.runtime.child.TempFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A small Java runtime that is linked from a JDK, which takes seconds: it is kept for the next time
 * in the folder that the property {@code repfuse.caches} names, if it names one.
 */
final class LinkedJava {
  private static final List<String> OPTIONS =
      List.of(
          "--add-modules",
          "java.base,java.logging",
          "--strip-java-debug-attributes",
          "--no-header-files",
          "--no-man-pages",
          "--compress",
          "zip-6");

  private LinkedJava() {}

  /** Whether this Java can link. */
  static boolean isPossible() {
    return Files.isExecutable(tool());
  }

  private static Path tool() {
    return Path.of(System.getProperty("java.home"), "bin", "jlink");
  }

  /**
   * One of the modules of a JDK.
   *
   * @param modules where they lie; without it, those of the Java that runs this
   * @param scratch for one that is not kept
   * @return its folder
   * @throws IOException if it cannot be linked
   */
  static Path of(Path jdk, Optional<Path> modules, Path scratch) throws IOException {
    Optional<Path> caches = caches();
    if (caches.isPresent()) {
      try {
        return kept(caches.get(), jdk, modules);
      } catch (IOException e) {
        // it can still be made for this once
      }
    }
    return link(modules, scratch.resolve("java"));
  }

  /** The one in a folder; it is linked by one process at a time, and comes to its place whole. */
  static synchronized Path kept(Path caches, Path jdk, Optional<Path> modules) throws IOException {
    Path place = caches.resolve("java-" + key(jdk));
    try (FileChannel channel =
            FileChannel.open(
                caches.resolve("java.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (lock.isValid() && !Files.isDirectory(place)) {
        Path apart = caches.resolve(TempFolder.PREFIX + "java");
        TempFolder.remove(apart);
        Files.createDirectory(apart);
        try {
          Files.move(link(modules, apart.resolve("java")), place);
        } finally {
          TempFolder.remove(apart);
        }
      }
    }
    return place;
  }

  private static Optional<Path> caches() {
    return Optional.ofNullable(System.getProperty("repfuse.caches"))
        .map(Path::of)
        .filter(Files::isDirectory)
        .filter(Files::isWritable);
  }

  /** JDKs of one build for one platform describe themselves alike. */
  private static String key(Path jdk) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(Files.readAllBytes(jdk.resolve("release")));
      digest.update(String.join(" ", OPTIONS).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path link(Optional<Path> modules, Path image) throws IOException {
    List<String> command = new ArrayList<>(List.of(tool().toString()));
    modules.ifPresent(folder -> command.addAll(List.of("--module-path", folder.toString())));
    command.addAll(OPTIONS);
    command.addAll(List.of("--output", image.toString()));
    try {
      Tool.run(command);
    } catch (IOException e) {
      throw new IOException("jlink made no runtime: " + e.getMessage(), e);
    }
    return image;
  }
}
