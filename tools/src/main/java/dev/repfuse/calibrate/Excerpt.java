package dev.repfuse.calibrate;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.GraphMutator;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Type;
import dev.repfuse.ir.ValueInfo;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.pass.Driver;
import dev.repfuse.pass.Growth;
import dev.repfuse.pass.Pass;
import dev.repfuse.pass.clean.RemoveDeadNodes;
import dev.repfuse.pass.cost.Target;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Set;

/** What a model needs to compute some of its values, and nothing else. */
final class Excerpt {
  private Excerpt() {}

  /**
   * A copy of a model of which the outputs are these values.
   *
   * @param values names of results of its main graph, at least one
   */
  static Model of(Model model, Set<String> values) {
    Model copy =
        ModelFile.parse(MemorySegment.ofArray(ModelFile.toBytes(model)), "the model in memory");
    Graph graph = copy.graph();
    GraphMutator mutator = new GraphMutator(graph);
    for (int output = graph.outputs().size() - 1; output >= 0; output--) {
      mutator.removeOutput(output);
    }
    for (Node node : graph.nodes()) {
      for (NamedValue result : node.results()) {
        if (values.contains(result.name())) {
          mutator.addOutput(result, ValueInfo.of(result.name(), Type.UNKNOWN));
        }
      }
    }
    Driver.run(
        copy,
        List.of(new Pass.Whole("dead", new RemoveDeadNodes())),
        new Driver.Options(Target.GENERIC, Growth.Limit.NONE, m -> {}, pass -> {}));
    return copy;
  }
}
