package dev.repfuse.remote;

import static dev.repfuse.remote.Commands.quoted;

import dev.repfuse.runtime.DataException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder on a host, and a process there that removes it once the connection ends, however that
 * comes about.
 */
final class GuardedFolder implements AutoCloseable {
  /** Whatever was written while it was being removed goes with the next round. */
  private static final String GUARD =
      """
      umask 077
      d=$(mktemp -d "$b/repfuse-XXXXXX") || exit 73
      trap '' HUP INT TERM
      echo "$d"
      uname -s
      uname -m
      df -Pk "$d" | tail -n 1
      cat >/dev/null
      for i in 1 2 3 4 5 6 7 8 9 10; do rm -rf "$d"; [ -e "$d" ] || break; sleep 1; done
      """;

  private static final Pattern AVAILABLE = Pattern.compile("(\\d+)\\s+\\d+%");
  private static final int SECONDS_TO_REMOVE = 20;
  private static final long KIB = 1024;

  private final Host host;
  private final Commands commands;
  private final Process guard;
  private final String path;
  private final String base;
  private final Platform platform;
  private long freeBytes;

  /**
   * Makes a folder inside of another.
   *
   * @throws DataException if that cannot be done, or the host is of a kind that is not known
   */
  GuardedFolder(Host host, String base) {
    this.host = host;
    this.base = base;
    commands = new Commands(host);
    try {
      guard = host.start("b=" + quoted(base) + "\n" + GUARD);
      BufferedReader reader =
          new BufferedReader(new InputStreamReader(guard.getInputStream(), StandardCharsets.UTF_8));
      String made = reader.readLine();
      if (made == null) {
        String words = new String(guard.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        throw new IOException(words.isBlank() ? "it does not answer" : words.strip());
      }
      path = made;
      platform = Platform.of(host, line(reader), line(reader));
      freeBytes = available(line(reader));
    } catch (IOException e) {
      throw failure("no folder can be made in " + base, e);
    }
  }

  /** What the last line of {@code df -Pk} says; without end if it says nothing. */
  private static long available(String line) {
    Matcher available = AVAILABLE.matcher(line);
    return available.find() ? Long.parseLong(available.group(1)) * KIB : Long.MAX_VALUE;
  }

  private static String line(BufferedReader reader) throws IOException {
    String line = reader.readLine();
    if (line == null) {
      throw new IOException("it does not answer");
    }
    return line;
  }

  /** Where it lies there. */
  String path() {
    return path;
  }

  Platform platform() {
    return platform;
  }

  /**
   * Sees to it that so much fits.
   *
   * @throws DataException if it does not
   */
  void requireSpace(long bytes, String what) {
    if (bytes > freeBytes) {
      throw new DataException(
          "%s: %s needs %d MiB, and %s has %d MiB free: name another folder"
              .formatted(host.name(), what, bytes >> 20, base, freeBytes >> 20));
    }
  }

  /**
   * Writes a file.
   *
   * @param name relative to the folder, with slashes
   * @return where it lies there
   * @throws DataException if it does not get there whole
   */
  String put(Path file, String name, boolean executable) {
    String target = path + "/" + name;
    String command =
        "mkdir -p %s && cat >%s && chmod %s %2$s && wc -c <%2$s"
            .formatted(
                quoted(target.substring(0, target.lastIndexOf('/'))),
                quoted(target),
                executable ? "700" : "600");
    try {
      long arrived = Long.parseLong(commands.output(command, file).strip());
      if (arrived != Files.size(file)) {
        throw new IOException("%d of %d bytes arrived".formatted(arrived, Files.size(file)));
      }
      freeBytes -= arrived;
      return target;
    } catch (IOException | NumberFormatException e) {
      throw failure(
          "%s cannot be brought there%s".formatted(file.getFileName(), shortage(file)), e);
    }
  }

  private String shortage(Path file) {
    long free = available(glance("df -Pk %s | tail -n 1".formatted(quoted(path))));
    try {
      return Files.size(file) > free ? ", for there is no space left" : "";
    } catch (IOException e) {
      return "";
    }
  }

  /** What a command prints, or nothing if it fails. */
  String glance(String command) {
    try {
      return commands.output(command);
    } catch (IOException e) {
      return "";
    }
  }

  private DataException failure(String what, Exception cause) {
    String words = String.valueOf(cause.getMessage());
    return new DataException(
        "%s: %s: %s"
            .formatted(host.name(), what, host.isConnected() ? words : "the connection was lost"),
        cause);
  }

  /** Removes it and waits for that. */
  @Override
  public void close() {
    try {
      guard.getOutputStream().close();
      guard.waitFor(SECONDS_TO_REMOVE, TimeUnit.SECONDS);
    } catch (IOException e) {
      // the connection is lost, and the guard over there knows it too
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    guard.destroyForcibly();
  }
}
