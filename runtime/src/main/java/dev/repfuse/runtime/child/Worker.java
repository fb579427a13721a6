package dev.repfuse.runtime.child;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * What every child process does: it replies on its standard output, and ends when its parent does.
 */
public final class Worker {
  private Worker() {}

  /** The stream of replies; nothing else is written to standard output from now on. */
  public static DataOutputStream replies() {
    DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 13));
    System.setOut(System.err);
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
      System.err.println(failure);
      Runtime.getRuntime().halt(1);
    });
    return out;
  }

  /**
   * Waits for the end of the parent, from which nothing more comes, and ends with it.
   *
   * @param in what the parent writes
   */
  public static void endWithParent(InputStream in) {
    try {
      while (in.read() >= 0) {}
    } catch (IOException e) {
      System.err.println("the parent cannot be heard: " + e.getMessage());
    }
    end(1);
  }

  /** Ends at once: ONNX Runtime may be busy. The parent may be gone, so this tidies up itself. */
  public static void end(int status) {
    TempFolder.remove(Path.of(System.getProperty("java.io.tmpdir")));
    Runtime.getRuntime().halt(status);
  }
}
