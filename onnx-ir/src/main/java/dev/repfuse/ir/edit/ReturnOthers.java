package dev.repfuse.ir.edit;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.GraphMutator;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Type;
import dev.repfuse.ir.ValueInfo;
import java.util.List;

/** Lets a graph return other values of its own than before; nodes stay, needed or not. */
public final class ReturnOthers {
  private ReturnOthers() {}

  /**
   * The graph returns these values and no others.
   *
   * @param values each once; readers of the file have to find out their types
   */
  public static void in(Graph graph, List<NamedValue> values) {
    GraphMutator mutator = new GraphMutator(graph);
    for (int output = graph.outputs().size() - 1; output >= 0; output--) {
      mutator.removeOutput(output);
    }
    for (NamedValue value : values) {
      mutator.addOutput(value, ValueInfo.of(value.name(), Type.UNKNOWN));
    }
  }
}
