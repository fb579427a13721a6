package dev.repfuse.runtime.verify;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Output;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.runtime.Exposure;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Looks into a model file: which values its main graph computes, and what they are in a run. */
final class ValueProbe {
  private final Path file;
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Set<String> outputs = new LinkedHashSet<>();

  /**
   * Reads a model.
   *
   * @throws ModelException if it is invalid
   */
  ValueProbe(Path file) {
    this.file = file;
    Model model = ModelFile.read(file);
    for (Node node : model.graph().nodes()) {
      for (Result result : node.results()) {
        values.put(result.name(), node.opType() + " '" + node.label() + "'");
      }
    }
    for (Output output : model.graph().outputs()) {
      outputs.add(output.value().name());
    }
  }

  /** Every value that a node of the main graph computes, in order, with that node in words. */
  Map<String, String> values() {
    return values;
  }

  /** The bytes of the model with more outputs. */
  ByteBuffer exposing(Set<String> names) {
    Set<String> more = new LinkedHashSet<>(names);
    more.removeAll(outputs);
    return Exposure.of(file, more);
  }
}
