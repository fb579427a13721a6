package dev.repfuse;

import dev.repfuse.format.JsonPlace;
import dev.repfuse.latency.LatencyFile;
import dev.repfuse.latency.LatencyTarget;
import dev.repfuse.pass.cost.Target;
import java.nio.file.Path;

/** A machine as a JSON file of either kind: five figures, or a table of layers. */
public final class MachineFile {
  private MachineFile() {}

  /**
   * Reads a file.
   *
   * @throws dev.repfuse.runtime.DataException in one line: the file, the place as a JSON pointer,
   *     the cause
   */
  public static Target read(Path file) {
    JsonPlace root = JsonPlace.read(file, LatencyFile.LARGEST_FILE);
    boolean table = root.required("format").text().equals(LatencyFile.FORMAT);
    return table ? LatencyTarget.of(LatencyFile.read(root)) : TargetFile.read(root);
  }
}
