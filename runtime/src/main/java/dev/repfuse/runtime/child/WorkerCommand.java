package dev.repfuse.runtime.child;

import dev.repfuse.runtime.Telemetry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How to start a child process: the same Java and class path, and flags for a fast start. */
public final class WorkerCommand {
  private static final String NATIVE_PATH = "onnxruntime.native.path";
  private static final String AOT_CACHE = "repfuse.aotCache";

  private WorkerCommand() {}

  /**
   * A process on this machine that is not yet started.
   *
   * @param worker the class whose {@code main} it runs
   * @param temp where it keeps temporary files
   */
  public static ProcessBuilder of(Class<?> worker, Path temp) {
    List<String> command =
        arguments(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            temp,
            System.getProperty(NATIVE_PATH, ""),
            System.getProperty("java.class.path"),
            worker);
    String cache = System.getProperty(AOT_CACHE, "");
    if (!cache.isEmpty() && Files.isReadable(Path.of(cache))) {
      command.add(1, "-XX:AOTCache=" + cache);
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put(Telemetry.VARIABLE, "1");
    return builder;
  }

  /**
   * The words of a command that starts a worker.
   *
   * @param java the program
   * @param temp where the worker keeps temporary files
   * @param nativePath the folder with ONNX Runtime's libraries; empty for those of the class path
   * @param worker the class whose {@code main} it runs
   */
  public static List<String> arguments(
      String java, Path temp, String nativePath, String classPath, Class<?> worker) {
    List<String> command = new ArrayList<>();
    command.add(java);
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:-UsePerfData");
    command.add("-Xlog:disable");
    // A dying Java virtual machine writes its report here, no core, and nothing into our replies.
    command.add("-XX:ErrorFile=" + CrashReport.file(temp));
    command.add("-XX:ErrorLogTimeout=10");
    command.add("-XX:-CreateCoredumpOnCrash");
    command.add("-XX:+DisplayVMOutputToStderr");
    command.add("-Djava.io.tmpdir=" + temp);
    if (!nativePath.isEmpty()) {
      command.add("-D" + NATIVE_PATH + "=" + nativePath);
    }
    command.add("-cp");
    command.add(classPath);
    command.add(worker.getName());
    return command;
  }
}
