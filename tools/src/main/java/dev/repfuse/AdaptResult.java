package dev.repfuse;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.pass.adapt.Head;
import dev.repfuse.pass.adapt.HeadStep;
import dev.repfuse.report.ModelStatistics;
import java.util.List;
import java.util.Optional;

/**
 * What came of adapting a network.
 *
 * @param model the network with the dense map
 * @param head what was adapted
 * @param dense the name of the dense map
 * @param replaces whether the original output is gone
 * @param before the network as it came
 * @param after the adapted one
 */
public record AdaptResult(
    Model model,
    Description head,
    String dense,
    boolean replaces,
    ModelStatistics before,
    ModelStatistics after) {

  /**
   * The head in words.
   *
   * @param output the graph output that it leads to
   * @param map the value that is pooled
   * @param pooling the node that pools it
   * @param steps its layers, first to last
   * @param vector the value that comes out of the last
   * @param end the node behind that which normalises it, if there is one
   */
  public record Description(
      String output,
      String map,
      String pooling,
      List<String> steps,
      String vector,
      Optional<String> end) {
    static Description of(Head head) {
      return new Description(
          head.output(),
          head.map().name(),
          head.pooling().toString(),
          head.steps().stream().map(HeadStep::word).toList(),
          head.vector().name(),
          head.end().map(Node::toString));
    }
  }
}
