package dev.repfuse.pass.region;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Use;
import dev.repfuse.ir.Value;
import dev.repfuse.ir.edit.NewNode;
import dev.repfuse.ir.edit.Operand;
import dev.repfuse.pass.Facts;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Positions sorted by region: Equal gives a row of truth values for each region, and NonZero lists
 * where they are true, row by row; the columns are the order. ONNX Runtime takes about as long for
 * that as for a TopK of few positions, and less for many.
 *
 * @param order the positions, those of region 0 first
 * @param column the same with a second axis of one element
 * @param counts how many positions each region has; may be zero
 */
record RegionSort(Operand order, Operand column, Operand counts) {
  /** What NonZero takes for an element, measured, as so many elements of memory traffic. */
  private static final double SCAN = 16;

  /** Whole numbers up to here are exact in float32, in which positions are counted. */
  static final long MOST_POSITIONS = 1L << 24;

  /** The sort of a mask: one that is there already before a node, or new nodes. */
  static RegionSort of(Selection selection, Node before, NodeList nodes, Facts facts) {
    return new Search(selection, before, facts)
        .find()
        .orElseGet(() -> make(selection, nodes, facts));
  }

  private static RegionSort make(Selection selection, NodeList nodes, Facts facts) {
    Mask mask = selection.mask();
    long m = selection.regions();
    double positions = mask.positions();
    Value origin = mask.origin(facts);
    Operand flat = nodes.reshape(Operand.of(origin), mask.positions());
    if (facts.element(origin) != ElementType.INT64) {
      flat = nodes.moving(2 * positions, "Cast", List.of(flat), to(ElementType.INT64));
    }
    long[] range = new long[(int) m];
    Arrays.setAll(range, r -> r);
    Operand regions = nodes.constant(Shape.of(m, 1), range);
    Operand equal = nodes.moving(m * positions, "Equal", List.of(flat, regions));
    Operand ones = nodes.moving(2 * m * positions, "Cast", List.of(equal), to(ElementType.FLOAT));
    Operand sums =
        nodes.moving(
            m * positions, "ReduceSum", List.of(ones, nodes.longs(1)), Attribute.of("keepdims", 0));
    Operand counts = nodes.add("Cast", List.of(sums), to(ElementType.INT64));
    Operand places =
        nodes.add(NewNode.of("NonZero", "", List.of(equal), List.of()), 0, SCAN * m * positions);
    Operand order =
        nodes.moving(
            4 * positions, "Gather", List.of(places, nodes.number(1)), Attribute.of("axis", 0));
    return new RegionSort(order, nodes.reshape(order, -1, 1), counts);
  }

  private static Attribute to(ElementType type) {
    return Attribute.of("to", type.code());
  }

  /** Looks for the nodes that another layer with the same mask left behind. */
  private record Search(Selection selection, Node before, Facts facts) {
    Optional<RegionSort> find() {
      return readers(Stream.of(selection.mask().origin(facts)), "Reshape")
          .flatMap(flat -> Stream.concat(Stream.of(flat), readers(Stream.of(flat), "Cast")))
          .filter(this::isFlat)
          .flatMap(flat -> readers(Stream.of(flat), "Equal"))
          .filter(this::comparesWithRange)
          .flatMap(this::of)
          .findFirst();
    }

    private boolean isFlat(Result flat) {
      return facts.element(flat) == ElementType.INT64
          && Views.sizes(flat, facts)
              .filter(sizes -> Arrays.equals(sizes, new long[] {selection.mask().positions()}))
              .isPresent();
    }

    private boolean comparesWithRange(Result equal) {
      Optional<Tensor> range = facts.known(equal.producer().input(1));
      long[] wanted = new long[(int) selection.regions()];
      Arrays.setAll(wanted, r -> r);
      return range
          .filter(t -> t.shape().equals(Shape.of(wanted.length, 1)))
          .filter(t -> Arrays.equals(t.longs(), wanted))
          .isPresent();
    }

    private Stream<RegionSort> of(Result equal) {
      Optional<Result> counts =
          readers(readers(readers(Stream.of(equal), "Cast"), "ReduceSum"), "Cast")
              .filter(this::countsRegions)
              .findFirst();
      Optional<Result> order =
          readers(readers(Stream.of(equal), "NonZero"), "Gather")
              .filter(this::takesColumns)
              .findFirst();
      Optional<Result> column =
          readers(order.stream(), "Reshape")
              .filter(reshape -> hasNumbers(reshape.producer().input(1), -1, 1))
              .findFirst();
      return counts.isPresent() && column.isPresent()
          ? Stream.of(
              new RegionSort(
                  Operand.of(order.orElseThrow()),
                  Operand.of(column.get()),
                  Operand.of(counts.get())))
          : Stream.empty();
    }

    private boolean countsRegions(Result cast) {
      return facts.element(cast) == ElementType.INT64
          && cast.producer().input(0) instanceof Result sums
          && sums.producer().intAttribute("keepdims", 1) == 0
          && hasNumbers(sums.producer().input(1), 1)
          && facts.element(sums) == ElementType.FLOAT;
    }

    private boolean takesColumns(Result gather) {
      Node node = gather.producer();
      return node.intAttribute("axis", 0) == 0
          && hasNumbers(node.input(1), 1)
          && facts.known(node.input(1)).filter(t -> t.shape().rank() == 0).isPresent();
    }

    private boolean hasNumbers(Value value, long... numbers) {
      return facts
          .known(value)
          .filter(t -> t.type().isInteger())
          .filter(t -> Arrays.equals(t.longs(), numbers))
          .isPresent();
    }

    /** Results of nodes of a type that read values first, in front of where they are wanted. */
    private Stream<Result> readers(Stream<? extends Value> values, String type) {
      return values
          .flatMap(value -> value.uses().stream())
          .filter(Use.ByNode.class::isInstance)
          .map(Use.ByNode.class::cast)
          .filter(use -> use.index() == 0 && facts.is(use.node(), type))
          .map(Use.ByNode::node)
          .filter(node -> node.graph() == before.graph() && node.order() < before.order())
          .flatMap(node -> node.result().stream());
    }
  }
}
