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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a model needs to compute some of its values, and nothing else. */
final class Excerpt {
  private Excerpt() {}

  /**
   * A copy of a model of which the outputs are these values; the model itself if none of them has
   * to be computed.
   *
   * @param values names; only results of nodes in the main graph have to be
   */
  static Model of(Model model, Set<String> values) {
    Model copy = ModelFile.copy(model);
    List<NamedValue> wanted = new ArrayList<>();
    for (Node node : copy.graph().nodes()) {
      node.results().stream().filter(each -> values.contains(each.name())).forEach(wanted::add);
    }
    if (wanted.isEmpty()) {
      return model;
    }
    ReturnOthers.in(copy.graph(), wanted);
    Driver.run(
        copy,
        List.of(new Pass.Whole("dead", new RemoveDeadNodes())),
        new Driver.Options(Target.GENERIC, Growth.Limit.NONE, m -> {}, pass -> {}));
    return copy;
  }
}
