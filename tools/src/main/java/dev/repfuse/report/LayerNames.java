package dev.repfuse.report;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.runtime.bench.LayerTime;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds what the nodes of a profile are in the model's file. ONNX Runtime keeps the names of nodes
 * that it leaves alone, calls one without a name by its operator and its place in the file, names a
 * convolution in blocks of channels after the value that it computes, and adds to the name of a
 * node that it fuses with others.
 */
final class LayerNames {
  private static final Pattern BLOCKED = Pattern.compile("(_bn|_mul)?_nchwc$");
  private static final Pattern FUSED = Pattern.compile("^fused |/\\w+Fusion/?(_token_\\d+)?$");

  private final Map<String, String> valueOfNode = new HashMap<>();
  private final Set<String> values = new HashSet<>();

  private LayerNames(Model model) {
    int place = 0;
    for (Node node : model.graph().nodes()) {
      String name = node.name().isEmpty() ? node.opType() + "_" + place : node.name();
      place++;
      List<String> made =
          node.outputs().stream()
              .filter(Result.class::isInstance)
              .map(value -> ((Result) value).name())
              .toList();
      made.stream().findFirst().ifPresent(first -> valueOfNode.putIfAbsent(name, first));
      values.addAll(made);
    }
  }

  private LayerNames() {}

  /** The names in a file; none if it is no ONNX model, though the runtime runs it. */
  static LayerNames of(Path file) {
    try {
      return new LayerNames(ModelFile.read(file));
    } catch (ModelException noModel) {
      return new LayerNames();
    }
  }

  /** The value of the file that a layer computes, if that can be told. */
  Optional<String> value(LayerTime layer) {
    String blocked = BLOCKED.matcher(layer.name()).replaceFirst("");
    if (!blocked.equals(layer.name()) && values.contains(blocked)) {
      return Optional.of(blocked);
    }
    String whole = FUSED.matcher(layer.name()).replaceAll("");
    return Optional.ofNullable(valueOfNode.get(whole));
  }
}
