package dev.repfuse.report;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Use;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.pass.cost.MacFactors;
import dev.repfuse.runtime.bench.LayerTime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds which values of a file the nodes of its profile compute. ONNX Runtime keeps the names of
 * nodes that it leaves alone, calls one without a name by its operator and its place in the file,
 * names a convolution in blocks of channels after a value, and adds to the name of a node that it
 * fuses with others. Nodes of the file that are not in the profile were fused into the last one
 * that they depend on; convolutions and products never are, but into what comes after them.
 */
final class LayerNames {
  private static final Pattern BLOCKED = Pattern.compile("(_bn|_mul)?_nchwc$");
  private static final Pattern FUSED = Pattern.compile("^fused |/\\w+Fusion/?(_token_\\d+)?$");

  private final Map<String, Node> byName = new HashMap<>();
  private final Map<String, Node> byValue = new HashMap<>();

  private LayerNames(Model model) {
    int place = 0;
    for (Node node : model.graph().nodes()) {
      byName.putIfAbsent(node.name().isEmpty() ? node.opType() + "_" + place : node.name(), node);
      node.results().forEach(value -> byValue.put(value.name(), node));
      place++;
    }
  }

  /**
   * The values that layers compute, where that can be told.
   *
   * @param file the model; where it is none, though the runtime runs it, no value is known
   * @param layers in the order in which they run
   */
  static List<Optional<String>> values(Path file, List<LayerTime> layers) {
    try {
      return new LayerNames(ModelFile.read(file)).values(layers);
    } catch (ModelException noModel) {
      return Collections.nCopies(layers.size(), Optional.empty());
    }
  }

  private List<Optional<String>> values(List<LayerTime> layers) {
    List<Optional<Node>> nodes = layers.stream().map(this::node).toList();
    Set<Node> taken = new HashSet<>();
    nodes.forEach(node -> node.ifPresent(taken::add));
    List<Optional<String>> values = new ArrayList<>();
    for (Optional<Node> node : nodes.reversed()) {
      values.add(node.flatMap(Node::result).map(first -> last(first, taken).name()));
    }
    return values.reversed();
  }

  private Optional<Node> node(LayerTime layer) {
    String name = layer.name();
    String value = BLOCKED.matcher(name).replaceFirst("");
    return Optional.ofNullable(value.equals(name) ? null : byValue.get(value))
        .or(() -> Optional.ofNullable(byName.get(FUSED.matcher(name).replaceAll(""))));
  }

  /** What is left of a value behind the only readers that nothing else took. */
  private static Result last(Result first, Set<Node> taken) {
    Result value = first;
    while (value.hasOneUse()
        && value.uses().iterator().next() instanceof Use.ByNode use
        && use.node().graph() == value.graph()
        && use.node().result().isPresent()
        && !MacFactors.counts(use.node())
        && taken.add(use.node())) {
      value = use.node().result().get();
    }
    return value;
  }
}
