package dev.repfuse.pass.adapt;

import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import java.util.List;
import java.util.Optional;

/**
 * What stands between a global average pooling and a graph output.
 *
 * @param output the graph output
 * @param map what is pooled, [N, channels, positions…]
 * @param pooling the node that pools it
 * @param steps what the vector goes through, first to last; never empty
 * @param vector what comes out of the last step: [N, channels], perhaps with axes of extent 1
 * @param end the node behind that, if the output is not the vector itself but normalised
 */
public record Head(
    String output,
    NamedValue map,
    Node pooling,
    List<HeadStep> steps,
    Result vector,
    Optional<Node> end)
    implements Finding {
  public Head {
    steps = List.copyOf(steps);
  }
}
