package dev.repfuse.runtime.device;

import dev.repfuse.runtime.DataException;
import dev.repfuse.runtime.child.CrashReport;
import dev.repfuse.runtime.child.TempFolder;
import dev.repfuse.runtime.child.WorkerCommand;
import java.io.IOException;
import java.nio.file.Path;

/** This machine. */
public final class LocalDevice implements Device {
  /** Holds nothing that has to be closed. */
  public static final Device HERE = new LocalDevice();

  private LocalDevice() {}

  @Override
  public String name() {
    return "local";
  }

  @Override
  public boolean isEmulated() {
    return false;
  }

  @Override
  public Path bring(Path file) {
    return file.toAbsolutePath();
  }

  @Override
  public RunningWorker start(Class<?> worker) {
    try {
      Path temp = TempFolder.create();
      try {
        Process process = WorkerCommand.of(worker, temp).start();
        return new RunningWorker(
            process,
            (status, lastWords) ->
                CrashReport.reason(CrashReport.read(CrashReport.file(temp)), status, lastWords),
            () -> TempFolder.remove(temp));
      } catch (IOException e) {
        TempFolder.remove(temp);
        throw e;
      }
    } catch (IOException e) {
      throw new DataException("no process could be started", e);
    }
  }

  @Override
  public void close() {}
}
