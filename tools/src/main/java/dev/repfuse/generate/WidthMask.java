package dev.repfuse.generate;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Which channels are left of the full width, where a number chooses one of several widths. */
final class WidthMask {
  private WidthMask() {}

  /**
   * A list with 1 for each of the first channels, as many as the chosen width has, and 0 for
   * others.
   *
   * @param counts channels of each width
   * @param base channels of the full width
   * @param id the value that has the number of the width
   */
  static String of(GraphText graph, String name, List<Integer> counts, int base, String id) {
    String widths = counts.stream().map(Object::toString).collect(Collectors.joining(","));
    String numbers =
        IntStream.range(0, base).mapToObj(Integer::toString).collect(Collectors.joining(","));
    String table = graph.table("counts." + base, "int64", "" + counts.size(), widths);
    String count = graph.node(name + ".count", "Gather <axis = 0>", table, id);
    String channel = graph.table("channels." + base, "int64", "" + base, numbers);
    String less = graph.node(name + ".less", "Less", channel, count);
    return graph.node(name + ".mask", "Cast <to = 1>", less);
  }
}
