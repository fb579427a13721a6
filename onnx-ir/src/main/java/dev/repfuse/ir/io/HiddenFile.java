package dev.repfuse.ir.io;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of files that are not finished yet. A name tells which process writes the file, so that
 * what a killed process left behind can be told from what another one is writing.
 */
public final class HiddenFile {
  private static final String PLACE = "%08x".formatted(place().hashCode());
  private static final Pattern NAME =
      Pattern.compile("\\.repfuse-(?<place>[0-9a-f]{8})-(?<pid>[0-9]+)-[0-9a-f]+\\.tmp(\\.data)?");

  private HiddenFile() {}

  /** A name in the target's folder that no file has. */
  public static Path beside(Path target) {
    long random = ThreadLocalRandom.current().nextLong();
    long pid = ProcessHandle.current().pid();
    return target.resolveSibling(".repfuse-%s-%d-%016x.tmp".formatted(PLACE, pid, random));
  }

  /**
   * Removes hidden files of processes of this machine that are no more from a target's folder. What
   * cannot be listed or removed stays, without a word: it is litter, and none of the caller's
   * business.
   */
  static void sweepBeside(Path target) {
    Path folder = Optional.ofNullable(target.getParent()).orElse(Path.of(""));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, ".repfuse-*")) {
      for (Path file : files) {
        if (isAbandoned(file.getFileName().toString())) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return;
    }
  }

  private static boolean isAbandoned(String name) {
    Matcher match = NAME.matcher(name);
    return match.matches()
        && match.group("place").equals(PLACE)
        && ProcessHandle.of(Long.parseLong(match.group("pid"))).isEmpty();
  }

  /** Where a process number means the same process: a host and, on Linux, a process namespace. */
  private static String place() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname"))
          + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
    } catch (IOException | UnsupportedOperationException e) {
      Map<String, String> environment = System.getenv();
      return environment.getOrDefault("COMPUTERNAME", environment.getOrDefault("HOSTNAME", ""));
    }
  }
}
