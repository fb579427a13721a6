package dev.repfuse.cli;

import dev.repfuse.runtime.Extents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options about what models run on. */
final class InputMixin {
  @Option(
      names = "--shape",
      paramLabel = "<name=size>",
      description =
          "Extent of a symbolic dimension (N=2) or of a whole input (x=1x3x224x224); may be"
              + " repeated.")
  private List<String> shapes = new ArrayList<>();

  @Option(
      names = "--input",
      paramLabel = "<file>",
      description = "Real input data: .npz, .npy, .pb or a folder of input_N.pb; may be repeated.")
  private List<Path> inputs = new ArrayList<>();

  /** Extents for symbolic dimensions and for whole inputs. */
  Map<String, List<Long>> shapes() {
    return Extents.parse(shapes);
  }

  /** Files with real data. */
  List<Path> files() {
    return List.copyOf(inputs);
  }
}
