package dev.repfuse.prove;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.GraphInput;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.OpsetImport;
import dev.repfuse.ir.Payload;
import dev.repfuse.ir.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What has to be the same for any comparison: operators' meaning, inputs, outputs. */
final class Frame {
  private Frame() {}

  /**
   * Checks all of it, and puts inputs of one name into one class.
   *
   * @throws Unprovable if something is not the same
   */
  static void require(Model original, Model result, Numbering numbering) {
    Graph left = original.graph();
    Graph right = result.graph();
    if (!versions(original).equals(versions(result))) {
      throw new Unprovable("the two import different operator sets");
    }
    List<String> leftOutputs = left.outputs().stream().map(o -> o.value().name()).toList();
    if (!leftOutputs.equals(right.outputs().stream().map(o -> o.value().name()).toList())) {
      throw new Unprovable("the two have different outputs");
    }
    Map<String, GraphInput> byName = new HashMap<>();
    right.inputs().forEach(input -> byName.put(input.name(), input));
    if (left.inputs().size() != right.inputs().size()) {
      throw new Unprovable("the two have different inputs");
    }
    for (GraphInput input : left.inputs()) {
      GraphInput other =
          Optional.ofNullable(byName.get(input.name()))
              .filter(that -> input.type().equals(that.type()) && sameDefault(input, that))
              .orElseThrow(
                  () -> new Unprovable("input '%s' is another one in the result".formatted(input)));
      numbering.pair(input, other);
    }
  }

  private static Map<String, Long> versions(Model model) {
    Map<String, Long> versions = new HashMap<>();
    for (OpsetImport imported : model.opsets()) {
      String domain = imported.domain().equals("ai.onnx") ? "" : imported.domain();
      versions.merge(domain, imported.version(), Math::max);
    }
    return versions;
  }

  private static boolean sameDefault(GraphInput input, GraphInput other) {
    Optional<Payload> one = input.byDefault();
    Optional<Payload> two = other.byDefault();
    return (one.isEmpty() && two.isEmpty())
        || (one.isPresent()
            && two.isPresent()
            && one.get() instanceof Tensor a
            && two.get() instanceof Tensor b
            && a.sameAs(b));
  }
}
