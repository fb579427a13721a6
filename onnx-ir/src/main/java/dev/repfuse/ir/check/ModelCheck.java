package dev.repfuse.ir.check;

import dev.repfuse.ir.Function;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Operator;
import dev.repfuse.ir.OpsetImport;
import dev.repfuse.ir.infer.Fault;
import dev.repfuse.ir.infer.Types;
import java.util.HashSet;
import java.util.Set;

/**
 * Tells whether a model that could be read is legal ONNX. It refuses only what surely is not:
 * operators of other domains, unknown operators and unknown attributes pass.
 */
public final class ModelCheck {
  /** The newest version of the file format that is known. */
  public static final long NEWEST_IR = VersionCheck.NEWEST_IR;

  private ModelCheck() {}

  /**
   * Checks a model, in time linear in its size.
   *
   * @throws ModelException if it is not legal; the message is one line that names the node and what
   *     is wrong with it
   */
  public static void check(Model model) {
    VersionCheck.check(model);
    FunctionCheck.check(model);
    Set<Operator> functions = new HashSet<>();
    for (Function function : model.functions()) {
      functions.add(FunctionCheck.canonical(function.operator()));
    }
    checkNodes(model.graph(), new NodeCheck(model.opset().orElse(0), functions, false));
    for (Function function : model.functions()) {
      long opset = OpsetImport.version(function.opsets(), "").orElse(0);
      checkNodes(function.body(), new NodeCheck(opset, functions, true));
    }
    Types types = Types.computed(model);
    for (Fault fault : types.faults()) {
      throw refused(fault.node(), fault.cause());
    }
    TypeCheck.check(model, functions, types);
  }

  private static void checkNodes(Graph graph, NodeCheck check) {
    for (Node node : graph.nodes()) {
      check.check(node);
      node.subgraphs().forEach(subgraph -> checkNodes(subgraph, check));
    }
  }

  static ModelException refused(Node node, String cause) {
    return new ModelException("node " + node + ": " + cause);
  }
}
