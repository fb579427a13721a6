package dev.repfuse.arch;

import dev.repfuse.format.JsonPlace;
import dev.repfuse.latency.LatencyTable;
import dev.repfuse.pass.prune.Measure;
import dev.repfuse.pass.prune.Ranking;
import dev.repfuse.pass.prune.Rounding;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which channels of a network stay, as a file says it.
 *
 * @param root the outermost object of the file
 * @param sha256 of the model file that it belongs to, if it says so
 * @param blocks residual sums whose branch goes
 * @param outputs names of graph outputs that may lose channels
 * @param ratio the share that goes of each group that no entry names
 * @param ranking what decides which channels stay
 * @param rounding of widths that come of a ratio or a budget
 * @param vector MetaPruning's widths, if it has some
 * @param limits what the network may cost
 * @param time how long it may take
 */
record Arch(
    JsonPlace root,
    Optional<String> sha256,
    List<Block> blocks,
    Set<String> outputs,
    double ratio,
    Ranking ranking,
    Rounding rounding,
    List<Entry> entries,
    Optional<Vector> vector,
    List<Limit> limits,
    Optional<TimeLimit> time) {

  /** The same with widths as they come. */
  Arch withoutRounding() {
    return new Arch(
        root,
        sha256,
        blocks,
        outputs,
        ratio,
        ranking,
        Rounding.NONE,
        entries,
        vector,
        limits,
        time);
  }

  /** Widths of all convolutions of a base network. */
  record Vector(JsonPlace place, List<MetaPruning.Width> widths) {}

  /** A residual sum, by what it gives. */
  record Block(JsonPlace place, String sum) {}

  /** How long a network may take by a table. */
  record TimeLimit(JsonPlace place, double milliseconds, LatencyTable table) {}

  /** What a network may cost. */
  record Limit(JsonPlace place, Measure measure, double most) {}
}
