package dev.repfuse.search.angle;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The angles between the initial and the trained weights of a supernet's architectures: for each
 * three sums over its operators, arccos(V0·V / (|V0| |V|)), as angle-based shrinking of search
 * spaces (Hu et al., 2020) defines it. A larger angle counts as better. All sums are in double, in
 * the order of the file. An architecture is an array with one number for each decider.
 */
public final class Angles {
  private static final int SUMS = 3;

  private final PartialSums fixed;
  private final List<List<PartialSums>> operators;
  private final List<List<Boolean>> none;
  private final List<Integer> deciders;
  private final List<Integer> counts;

  /** Those whose ways depend on the architecture. */
  private final List<Segment> open = new ArrayList<>();

  /** Where each decider's choices begin in the table. */
  private final int[] rows;

  /** Three sums of everything else for each decider and choice. */
  private final double[] table;

  Angles(
      PartialSums fixed,
      List<List<PartialSums>> operators,
      List<List<Boolean>> none,
      List<Integer> deciders,
      List<Integer> counts,
      List<Segment> segments) {
    this.fixed = fixed;
    this.operators = operators.stream().map(List::copyOf).toList();
    this.none = none.stream().map(List::copyOf).toList();
    this.deciders = List.copyOf(deciders);
    this.counts = List.copyOf(counts);
    this.rows = new int[counts.size()];
    for (int decider = 1; decider < rows.length; decider++) {
      rows[decider] = rows[decider - 1] + counts.get(decider - 1);
    }
    this.table = new double[SUMS * counts.stream().mapToInt(Integer::intValue).sum()];
    for (Segment segment : segments) {
      if (segment.points().stream().anyMatch(point -> none.get(point).contains(true))) {
        open.add(segment);
      } else {
        addUp(segment);
      }
    }
  }

  private void addUp(Segment segment) {
    List<Long> ways = segment.ways(point -> false).through();
    for (int i = 0; i < ways.size(); i++) {
      int point = segment.points().get(i);
      int decider = deciders.get(point);
      List<PartialSums> row = operators.get(point);
      for (int choice = 0; choice < row.size(); choice++) {
        PartialSums sums = row.get(choice).times(ways.get(i));
        int at = SUMS * (rows[decider] + choice);
        table[at] += sums.dot();
        table[at + 1] += sums.initial();
        table[at + 2] += sums.trained();
      }
    }
  }

  /** How many choices each decider has. */
  public List<Integer> counts() {
    return counts;
  }

  /** Where the operators of each decider begin, if all are numbered. */
  int[] rows() {
    return rows.clone();
  }

  /** How many operators there are. */
  int size() {
    return table.length / SUMS;
  }

  /** Whether something leads from the input to the output; not where all ways hold a zero. */
  public boolean isConnected(int[] child) {
    for (Segment segment : open) {
      if (segment.ways(point -> isNone(point, child)).all() == 0) {
        return false;
      }
    }
    return true;
  }

  /** The angle in radians; NaN if the architecture has no weights, or none that are not zero. */
  public double angle(int[] child) {
    if (!open.isEmpty()) {
      return sums(child).angle();
    }
    double product = fixed.dot();
    double first = fixed.initial();
    double second = fixed.trained();
    for (int decider = 0; decider < child.length; decider++) {
      int at = SUMS * (rows[decider] + child[decider]);
      product += table[at];
      first += table[at + 1];
      second += table[at + 2];
    }
    return PartialSums.angle(product, first, second);
  }

  /** The sums of an architecture, with the parts that all have. */
  public PartialSums sums(int[] child) {
    return searched(child, fixed);
  }

  /** What all architectures have. */
  public PartialSums fixed() {
    return fixed;
  }

  /** The sums of what an architecture's choices bring alone. */
  public PartialSums searched(int[] child) {
    return searched(child, PartialSums.NONE);
  }

  private PartialSums searched(int[] child, PartialSums from) {
    PartialSums sums = from;
    for (int decider = 0; decider < child.length; decider++) {
      int at = SUMS * (rows[decider] + child[decider]);
      sums = sums.plus(new PartialSums(table[at], table[at + 1], table[at + 2]));
    }
    for (Segment segment : open) {
      List<Long> ways = segment.ways(point -> isNone(point, child)).through();
      for (int i = 0; i < ways.size(); i++) {
        int point = segment.points().get(i);
        sums = sums.plus(operators.get(point).get(child[deciders.get(point)]).times(ways.get(i)));
      }
    }
    return sums;
  }

  private boolean isNone(int point, int[] child) {
    return none.get(point).get(child[deciders.get(point)]);
  }

  /** The sums of one operator, wherever its decider chooses it, each place once. */
  public PartialSums operator(int decider, int choice) {
    PartialSums sums = PartialSums.NONE;
    for (int point = 0; point < deciders.size(); point++) {
      if (deciders.get(point) == decider) {
        sums = sums.plus(operators.get(point).get(choice));
      }
    }
    return sums;
  }

  /** The angle of an operator's own weights; nothing if it has none. */
  public OptionalDouble operatorAngle(int decider, int choice) {
    PartialSums sums = operator(decider, choice);
    return sums.initial() > 0 && sums.trained() > 0
        ? OptionalDouble.of(sums.angle())
        : OptionalDouble.empty();
  }

  /** The sum of the angles of an architecture's operators; those without weights add nothing. */
  public double sumOfOperatorAngles(int[] child) {
    double sum = 0;
    for (int decider = 0; decider < child.length; decider++) {
      sum += operatorAngle(decider, child[decider]).orElse(0);
    }
    return sum;
  }

  /** Whether a choice neither brings anything nor cuts a way. */
  public boolean isIdentity(int decider, int choice) {
    for (int point = 0; point < deciders.size(); point++) {
      if (deciders.get(point) == decider && none.get(point).get(choice)) {
        return false;
      }
    }
    return operator(decider, choice).equals(PartialSums.NONE);
  }
}
