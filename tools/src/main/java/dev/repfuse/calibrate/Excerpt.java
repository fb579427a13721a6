package dev.repfuse.calibrate;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.edit.ReturnOthers;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.pass.Driver;
import dev.repfuse.pass.Growth;
import dev.repfuse.pass.Pass;
import dev.repfuse.pass.clean.RemoveDeadNodes;
import dev.repfuse.pass.cost.Target;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
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
    List<NamedValue> wanted = new ArrayList<>();
    for (Node node : copy.graph().nodes()) {
      node.results().stream().filter(each -> values.contains(each.name())).forEach(wanted::add);
    }
    ReturnOthers.in(copy.graph(), wanted);
    Driver.run(
        copy,
        List.of(new Pass.Whole("dead", new RemoveDeadNodes())),
        new Driver.Options(Target.GENERIC, Growth.Limit.NONE, m -> {}, pass -> {}));
    return copy;
  }
}
