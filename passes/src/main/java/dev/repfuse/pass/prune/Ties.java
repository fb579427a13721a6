package dev.repfuse.pass.prune;

import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Facts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What the rules of operators say of a graph: positions of which axes go together, and what holds
 * them in place. An axis of unknown extent has no atoms: it stays, and so does what is tied to it.
 */
final class Ties {
  private static final long LONGEST = 1 << 22;

  /**
   * An axis whose positions count through several factors, the last one fastest.
   *
   * @param node that splits or merges the axis
   */
  record Joint(Node node, Atoms.Line whole, List<Atoms.Line> factors) {}

  /** An input whose axis is summed over, so that a zero there is the same as no position. */
  record Contraction(Node node, int input, int axis) {}

  private final Facts facts;
  private final Atoms atoms = new Atoms();
  private final Map<Place, Atoms.Line> lines = new LinkedHashMap<>();
  private final List<Joint> joints = new ArrayList<>();
  private final List<Contraction> contractions = new ArrayList<>();
  private final Set<Place> filters = new LinkedHashSet<>();
  private final Set<Place> scales = new LinkedHashSet<>();
  private final Map<String, Set<Atoms.Line>> held = new HashMap<>();

  Ties(Facts facts) {
    this.facts = facts;
  }

  Facts facts() {
    return facts;
  }

  Atoms atoms() {
    return atoms;
  }

  /** Every axis that has atoms. */
  Map<Place, Atoms.Line> lines() {
    return lines;
  }

  /** The atoms of an axis of {@link #lines}. */
  Atoms.Line lineOf(Place place) {
    return Objects.requireNonNull(lines.get(place), place::toString);
  }

  /** For each class, the positions that it has on a line, ascending. */
  Map<Integer, int[]> positionsOf(Atoms.Line line) {
    Map<Integer, List<Integer>> lists = new LinkedHashMap<>();
    for (int i = 0; i < line.extent(); i++) {
      lists.computeIfAbsent(atoms.classOf(line.at(i)), root -> new ArrayList<>()).add(i);
    }
    Map<Integer, int[]> positions = new LinkedHashMap<>();
    lists.forEach(
        (root, list) -> positions.put(root, list.stream().mapToInt(Integer::intValue).toArray()));
    return positions;
  }

  List<Contraction> contractions() {
    return contractions;
  }

  /** The atoms of an axis, unless its extent is unknown, or out of all proportion. */
  Optional<Atoms.Line> line(Value value, int axis) {
    if (!(value instanceof NamedValue named)) {
      return Optional.empty();
    }
    Place place = new Place(named, axis);
    Atoms.Line known = lines.get(place);
    if (known != null) {
      return Optional.of(known);
    }
    OptionalLong extent = extent(value, axis);
    if (extent.isEmpty() || extent.getAsLong() > LONGEST) {
      return Optional.empty();
    }
    Atoms.Line line = atoms.line((int) extent.getAsLong());
    lines.put(place, line);
    return Optional.of(line);
  }

  /** How long an axis is. */
  OptionalLong extent(Value value, int axis) {
    Optional<Shape> shape = facts.shape(value);
    return shape.isPresent() && axis < shape.get().rank()
        ? shape.get().size(axis)
        : OptionalLong.empty();
  }

  /** The number of axes; 0 if that is unknown. */
  int rank(Value value) {
    return facts.rank(value).orElse(0);
  }

  /** Ties two axes, position by position. */
  void tie(Node node, Value a, int axisOfA, Value b, int axisOfB) {
    Optional<Atoms.Line> first = line(a, axisOfA);
    Optional<Atoms.Line> second = line(b, axisOfB);
    if (first.isPresent() && second.isPresent()) {
      tie(node, first.get(), second.get());
    } else {
      Pin pin = new Pin(node.toString(), "its extent is not known on the other side");
      first.ifPresent(line -> pin(line, pin));
      second.ifPresent(line -> pin(line, pin));
    }
  }

  /** Ties two lines, position by position; of unlike lines both stay. */
  void tie(Node node, Atoms.Line a, Atoms.Line b) {
    if (a.extent() != b.extent()) {
      Pin pin = new Pin(node.toString(), "extents differ");
      pin(a, pin);
      pin(b, pin);
      return;
    }
    for (int i = 0; i < a.extent(); i++) {
      atoms.join(a.at(i), b.at(i));
    }
  }

  /** Keeps all positions of an axis. */
  void pin(Node node, Value value, int axis, String cause) {
    line(value, axis).ifPresent(line -> pin(line, new Pin(node.toString(), cause)));
  }

  /** Keeps all positions of a line. */
  void pin(Atoms.Line line, Pin pin) {
    held.computeIfAbsent(pin.where(), node -> new HashSet<>()).add(line);
    for (int i = 0; i < line.extent(); i++) {
      atoms.pin(line.at(i), pin);
    }
  }

  /**
   * Whether it is the node itself that keeps all positions of a line: then it may not have tied
   * them to those that they come from.
   */
  boolean isHeldBy(Node node, Atoms.Line line) {
    return held.getOrDefault(node.toString(), Set.of()).contains(line);
  }

  /** Keeps all axes of a value. */
  void pinAll(Value value, Pin pin) {
    for (int axis = 0; axis < rank(value); axis++) {
      line(value, axis).ifPresent(line -> pin(line, pin));
    }
  }

  /** Says that the node sums over an axis of its input. */
  void contracts(Node node, int input, int axis) {
    contractions.add(new Contraction(node, input, axis));
  }

  /**
   * Says that each position of a weight's axis holds what makes a channel. Of a weight in quantized
   * form that is what is stored.
   */
  void isFilters(Value weight, int axis) {
    if (weight instanceof Result result && facts.is(result.producer(), "DequantizeLinear")) {
      isFilters(result.producer().input(0), axis);
    } else if (weight instanceof NamedValue named) {
      filters.add(new Place(named, axis));
    }
  }

  /** Axes of weights that hold, position by position, what makes a channel. */
  Set<Place> filters() {
    return filters;
  }

  /** Says that a vector scales normalized channels. */
  void isScale(Value scale) {
    if (scale instanceof NamedValue named) {
      scales.add(new Place(named, 0));
    }
  }

  /** Vectors that scale normalized channels. */
  Set<Place> scales() {
    return scales;
  }

  /** An axis is made of factors; which of them its positions follow is decided at the end. */
  void joint(Node node, Atoms.Line whole, List<Atoms.Line> factors) {
    joints.add(new Joint(node, whole, List.copyOf(factors)));
  }

  /** Marks an axis that counts independent matrix products, such as the heads of an attention. */
  void isHeads(Value value, int axis) {
    line(value, axis).ifPresent(line -> atoms.markHead(line.at(0)));
  }

  /**
   * Lets each joint axis follow one of its factors, and keeps the others: a head if there is one,
   * else the last one that nothing holds. Channels that are shuffled follow their place within a
   * group, and those of a normalization over groups follow the group.
   */
  void decideJoints() {
    pinFactorsOfPinned();
    for (Joint joint : joints) {
      int chosen = choose(joint);
      int inner = 1;
      for (int i = joint.factors().size() - 1; i >= 0; i--) {
        Atoms.Line factor = joint.factors().get(i);
        if (i == chosen) {
          follow(joint.whole(), factor, inner);
        } else {
          pin(factor, new Pin(joint.node().toString(), "the axis follows another of its factors"));
        }
        inner *= factor.extent();
      }
    }
  }

  /** Removing a position of a factor removes positions of the whole. */
  private void pinFactorsOfPinned() {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Joint joint : joints) {
        if (isPinned(joint.whole()) && !joint.factors().stream().allMatch(this::isPinned)) {
          Pin pin = atoms.pinOf(joint.whole().at(0)).orElseThrow();
          joint.factors().forEach(factor -> pin(factor, pin));
          changed = true;
        }
      }
    }
  }

  private int choose(Joint joint) {
    int free = joint.factors().size() - 1;
    for (int i = joint.factors().size() - 1; i >= 0; i--) {
      Atoms.Line factor = joint.factors().get(i);
      if (atoms.isHead(factor.at(0)) && !isPinned(factor)) {
        return i;
      }
    }
    while (free > 0 && isPinned(joint.factors().get(free))) {
      free--;
    }
    return free;
  }

  private boolean isPinned(Atoms.Line line) {
    for (int i = 0; i < line.extent(); i++) {
      if (atoms.pinOf(line.at(i)).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private void follow(Atoms.Line whole, Atoms.Line factor, int inner) {
    for (int i = 0; i < whole.extent(); i++) {
      atoms.join(whole.at(i), factor.at(i / inner % factor.extent()));
    }
  }
}
