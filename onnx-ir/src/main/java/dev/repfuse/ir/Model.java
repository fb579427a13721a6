package dev.repfuse.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A whole ONNX model.
 *
 * @param irVersion version of the file format
 * @param producer who wrote the file, name and version joined by a space; may be empty
 * @param opsets the operator sets in use
 * @param graph the main graph
 * @param functions model-local functions
 * @param carried every other field of the message, as it stood: documentation, metadata, training
 *     information, device configurations and fields that this version does not know
 */
public record Model(
    long irVersion,
    String producer,
    List<OpsetImport> opsets,
    Graph graph,
    List<Function> functions,
    Carried carried) {

  /** The first IR version in which a caller may override an initializer listed as an input. */
  public static final long OVERRIDABLE_SINCE = 4;

  public Model {
    opsets = List.copyOf(opsets);
    functions = List.copyOf(functions);
  }

  /** The imported version of ONNX's own operator set. */
  public OptionalLong opset() {
    return opset("");
  }

  /**
   * The imported version of a domain, the highest if it is imported more than once; {@code ai.onnx}
   * and the empty domain are one.
   */
  public OptionalLong opset(String domain) {
    return OpsetImport.version(opsets, domain);
  }

  /** The model-local function that a node calls, if it calls one. */
  public Optional<Function> functionOf(Node node) {
    if (functions.isEmpty()) {
      return Optional.empty();
    }
    Operator called = node.operator();
    for (Function function : functions) {
      Operator defined = function.operator();
      if (defined.type().equals(called.type())
          && defined.canonicalDomain().equals(called.canonicalDomain())
          && defined.overload().equals(called.overload())) {
        return Optional.of(function);
      }
    }
    return Optional.empty();
  }

  /** The main graph, the bodies of functions, and all graphs inside of these. */
  public List<Graph> allGraphs() {
    List<Graph> graphs = new ArrayList<>(graph().withInner());
    functions().forEach(function -> graphs.addAll(function.body().withInner()));
    return graphs;
  }
}
