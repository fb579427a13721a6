package dev.repfuse.report;

import dev.repfuse.ir.ExternalData;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Tensor;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How a model's initializers are stored, those of subgraphs included.
 *
 * @param bytesByType bytes of dense constants, by the element type's keyword
 * @param externalBytes how many of these bytes lie outside of the model file
 * @param externalFiles the files in which they lie, relative to the model's folder
 */
record Weights(Map<String, Long> bytesByType, long externalBytes, Set<String> externalFiles) {

  static Weights of(Model model) {
    Map<String, Long> bytes = new TreeMap<>();
    Set<String> files = new TreeSet<>();
    long outside = 0;
    for (Graph graph : model.allGraphs()) {
      for (Initializer constant : graph.initializers()) {
        if (constant.payload() instanceof Tensor tensor) {
          bytes.merge(tensor.type().keyword(), tensor.byteSize(), Long::sum);
          if (tensor.external().isPresent()) {
            ExternalData data = tensor.external().get();
            files.add(data.location());
            outside += tensor.byteSize();
          }
        }
      }
    }
    return new Weights(bytes, outside, files);
  }
}
