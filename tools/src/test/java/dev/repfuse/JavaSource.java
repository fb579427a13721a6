package dev.repfuse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles a program that uses the library, and runs it in a Java of its own. */
record JavaSource(String className, String text) {

  /** Compiles in {@code folder}, runs there, and gives back what the program printed. */
  String runIn(Path folder, String... arguments) {
    try {
      compile(List.of(Files.writeString(folder.resolve(className + ".java"), text)), folder);
      return run(folder, List.of(arguments));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Compiles source files against the library; the classes go into {@code folder}. */
  static void compile(List<Path> sources, Path folder) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(
            diagnostic -> messages.append(diagnostic.toString()),
            java.util.Locale.ROOT,
            StandardCharsets.UTF_8)) {
      List<String> options = List.of("-cp", classPath(), "-d", folder.toString());
      boolean done =
          compiler
              .getTask(
                  messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
      assertEquals(true, done, messages::toString);
    }
  }

  private String run(Path folder, List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(List.of("-cp", folder + java.io.File.pathSeparator + classPath(), className));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }
}
