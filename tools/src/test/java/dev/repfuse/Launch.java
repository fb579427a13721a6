package dev.repfuse;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/**
 * Starts the program under test in a process of its own, as the launcher does: from jars and with a
 * start-up cache, since tests start it hundreds of times.
 */
public final class Launch {
  private static final String PROGRAM = "dev.repfuse.cli.Main";
  private static final String NATIVE_PATH = "onnxruntime.native.path";
  private static final List<String> FLAGS =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-Xlog:disable",
          "-Xlog:all=error:stderr",
          "-Xlog:aot*=off:stderr",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private final String classPath;
  private final Path cache;

  private static final class Once {
    private static final Launch MADE = new Launch(Path.of("target", "start-up").toAbsolutePath());
  }

  private Launch(Path folder) {
    try {
      Files.createDirectories(folder);
      this.classPath = jars(folder);
      this.cache = folder.resolve("cache.aot");
      Files.deleteIfExists(cache);
      train(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The words of a command that starts the program. */
  public static List<String> program(List<String> flags, List<String> arguments) {
    return of(flags, PROGRAM, arguments);
  }

  /**
   * The words of a command that starts a class of the program or its tests.
   *
   * @param flags for Java, such as the largest heap
   */
  public static List<String> of(List<String> flags, String main, List<String> arguments) {
    Launch made = Once.MADE;
    List<String> more = new ArrayList<>(flags);
    if (Files.exists(made.cache)) {
      more.add("-XX:AOTCache=" + made.cache);
      more.add("-Drepfuse.aotCache=" + made.cache);
    }
    return made.command(more, main, arguments);
  }

  private List<String> command(List<String> flags, String main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(flags);
    String natives = System.getProperty(NATIVE_PATH, "");
    if (!natives.isEmpty()) {
      command.add("-D" + NATIVE_PATH + "=" + natives);
    }
    command.addAll(List.of("-cp", classPath, main));
    command.addAll(arguments);
    return command;
  }

  /** A start-up cache is made of classes in jars alone. */
  private static String jars(Path folder) {
    ToolProvider jar = ToolProvider.findFirst("jar").orElseThrow();
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (entry.isEmpty()) {
        continue;
      }
      if (Files.isDirectory(Path.of(entry))) {
        String made = folder.resolve(entries.size() + ".jar").toString();
        if (jar.run(System.out, System.err, "-c", "-0", "-f", made, "-C", entry, ".") != 0) {
          throw new IllegalStateException(entry + " cannot be made a jar");
        }
        entries.add(made);
      } else {
        entries.add(entry);
      }
    }
    return String.join(File.pathSeparator, entries);
  }

  /** Folds a network, from which the cache learns which classes are needed. */
  private void train(Path folder) throws IOException, InterruptedException {
    Path result = folder.resolve("result.onnx");
    Files.deleteIfExists(result);
    Process process =
        new ProcessBuilder(
                command(
                    List.of("-XX:AOTCacheOutput=" + cache),
                    PROGRAM,
                    List.of(
                        "--in-process",
                        "-o",
                        result.toString(),
                        Project.model("repghostnet_0_5x").toString())))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("training.log").toFile())
            .start();
    process.waitFor();
  }
}
