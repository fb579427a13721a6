package dev.repfuse.pass.region;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Use;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.fold.BatchNormalizationRule.Statistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Views behind a selection, and a BatchNormalization behind those.
 *
 * @param end what the rewrite has to give
 * @param statistics of the BatchNormalization, if there is one and it takes part
 * @param nodes what stands behind the selection, up to the end
 */
record Tail(Result end, Optional<Statistics.Good> statistics, List<Node> nodes) {

  /** Follows the only reader of each value. */
  static Tail behind(Result selected, long channels, boolean scales, Facts facts) {
    List<Node> nodes = new ArrayList<>();
    Result at = selected;
    Optional<Node> reader = onlyReader(at);
    while (reader.isPresent()
        && Views.isView(reader.get(), facts)
        && Views.sizes(reader.get().output(0), facts).isPresent()) {
      nodes.add(reader.get());
      at = reader.get().result().orElseThrow();
      reader = onlyReader(at);
    }
    Optional<Statistics.Good> statistics = Optional.empty();
    if (scales && reader.isPresent()) {
      statistics = statistics(reader.get(), at, channels, facts);
      if (statistics.isPresent()) {
        nodes.add(reader.get());
        at = reader.get().result().orElseThrow();
      }
    }
    return new Tail(at, statistics, nodes);
  }

  private static Optional<Node> onlyReader(Result value) {
    return value.hasOneUse()
            && value.uses().iterator().next() instanceof Use.ByNode(Node node, int index)
            && index == 0
            && node.graph() == value.graph()
            && node.result().isPresent()
        ? Optional.of(node)
        : Optional.empty();
  }

  private static Optional<Statistics.Good> statistics(
      Node node, Result read, long channels, Facts facts) {
    Optional<long[]> sizes = Views.sizes(read, facts);
    boolean onChannels =
        facts.is(node, "BatchNormalization")
            && sizes.filter(s -> s.length > 1 && s[0] == 1 && s[1] == channels).isPresent();
    return onChannels
            && Statistics.read(node, facts) instanceof Statistics.Good good
            && good.factor().length == channels
        ? Optional.of(good)
        : Optional.empty();
  }
}
