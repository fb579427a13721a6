package dev.repfuse.report;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Payload;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.pass.cost.Parameters;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Figures of a model: of its main graph, of subgraphs, and of each function once.
 *
 * @param operators how many nodes there are of each operator
 * @param parameters elements of floating-point constants that nodes read, without the statistics
 *     and the bounds of Clip nodes
 * @param statistics elements of the means and variances of BatchNormalization nodes
 * @param macs multiply-accumulates of Conv, ConvTranspose, Gemm and MatMul for one sample: a first
 *     axis that is unknown, or as long as the first input's, counts as 1; nothing when another size
 *     that they depend on is not known. Of the main graph alone: how often the others run is open
 * @param bytes size as a file, external data included
 */
public record ModelStatistics(
    Map<String, Integer> operators,
    long parameters,
    long statistics,
    OptionalLong macs,
    long bytes) {

  public ModelStatistics {
    operators = java.util.Collections.unmodifiableMap(new TreeMap<>(operators));
  }

  /** Counts a model. */
  public static ModelStatistics of(Model model) {
    Map<String, Integer> operators = new TreeMap<>();
    long parameters = 0;
    long statistics = 0;
    for (Graph graph : model.allGraphs()) {
      for (Node node : graph.nodes()) {
        operators.merge(label(node), 1, Integer::sum);
        if (node.result().filter(Parameters::isStatistic).isPresent()) {
          statistics += constantElements(node);
        } else if (node.result().filter(Parameters::isBound).isEmpty()) {
          parameters += constantElements(node);
        }
      }
      for (Initializer initializer : graph.initializers()) {
        if (initializer.uses().isEmpty()
            || !initializer.payload().type().isFloating()
            || Parameters.isBound(initializer)) {
          continue;
        }
        long elements = elements(initializer.payload());
        if (Parameters.isStatistic(initializer)) {
          statistics += elements;
        } else {
          parameters += elements;
        }
      }
      for (var input : graph.inputs()) {
        parameters +=
            input
                .byDefault()
                .filter(p -> p.type().isFloating())
                .map(ModelStatistics::elements)
                .orElse(0L);
      }
    }
    return new ModelStatistics(
        operators, parameters, statistics, MacCount.of(model), ModelFile.size(model));
  }

  private static String label(Node node) {
    return node.operator().isStandard()
        ? node.opType()
        : node.operator().domain() + "." + node.opType();
  }

  private static long elements(Payload payload) {
    return payload.shape().elementCount().orElse(0);
  }

  private static long constantElements(Node node) {
    return node.is("Constant")
        ? node.attribute("value")
            .map(Attribute::content)
            .map(content ->
                content instanceof Attribute.TensorValue(var tensor) && tensor.type().isFloating()
                    ? tensor.elementCount()
                    : 0L)
            .orElse(0L)
        : 0;
  }

  /** All nodes. */
  public int nodes() {
    return operators.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Nodes of one operator. */
  public int count(String operator) {
    return operators.getOrDefault(operator, 0);
  }
}
