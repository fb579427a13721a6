package dev.repfuse.pass.region;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.edit.Edit;
import dev.repfuse.ir.edit.NewNode;
import dev.repfuse.ir.edit.Operand;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.cost.Cost;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A region-aware convolution as products over sorted positions. */
final class Lowered {
  private final Selection selection;
  private final DenseProduct product;
  private final Optional<FilterBank> changed;
  private final Tail tail;
  private final boolean tapsFirst;
  private final NodeList nodes;
  private final int regions;
  private final long channels;
  private boolean finite = true;

  Lowered(
      Selection selection,
      DenseProduct product,
      Optional<FilterBank> bank,
      Tail tail,
      Facts facts) {
    this.selection = selection;
    this.product = product;
    this.tail = tail;
    this.regions = Math.toIntExact(selection.regions());
    this.channels = selection.channels();
    long taps = product.window().taps();
    long depth = product.window().depth();
    boolean reorders = taps > 1 && bank.filter(b -> b.canReorder(depth)).isPresent();
    Optional<FilterBank> scaled =
        tail.statistics().flatMap(s -> bank.map(b -> b.scaled(s.factor(), depth)));
    this.changed = reorders ? scaled.or(() -> bank).map(b -> b.tapsFirst(taps, depth)) : scaled;
    this.tapsFirst = reorders;
    this.nodes = new NodeList(facts);
    build(facts);
  }

  /** Whether the layer that generates filters gets other weights. */
  boolean changesBank() {
    return changed.isPresent();
  }

  boolean isFinite() {
    return finite && changed.filter(bank -> !bank.isFinite()).isEmpty();
  }

  Edit.Rebuild edit() {
    return new Edit.Rebuild(tail.end(), nodes.nodes(), NodeList.HINT);
  }

  Cost cost() {
    return nodes.cost();
  }

  private void build(Facts facts) {
    RegionSort sort = RegionSort.of(selection, tail.end().producer(), nodes, facts);
    DenseProduct.Window window = product.window();
    List<Operand> patches = Patches.of(Operand.of(product.source()), window, sort, regions, nodes);
    List<Operand> filters = filters(facts);
    List<Optional<Operand>> biases = biases();
    double rows = (double) window.positions() / regions;
    List<Operand> results = new ArrayList<>(regions);
    for (int r = 0; r < regions; r++) {
      List<Operand> inputs = new ArrayList<>(List.of(patches.get(r), filters.get(r)));
      biases.get(r).ifPresent(inputs::add);
      NewNode gemm = NewNode.of("Gemm", "", inputs, List.of(Attribute.of("transB", 1)));
      double elements = rows * (window.depth() + channels) + channels * window.depth();
      results.add(nodes.add(gemm, rows * channels * window.depth(), elements));
    }
    putBack(nodes.moving(2 * made(), "Concat", results, Attribute.of("axis", 0)), sort, facts);
  }

  private double made() {
    return (double) channels * product.window().positions();
  }

  /** The filters of each region as [channels, depth]. */
  private List<Operand> filters(Facts facts) {
    long depth = product.window().depth();
    long taps = product.window().taps();
    double elements = (double) regions * channels * depth;
    Operand all =
        changed
            .map(bank -> bank.append(nodes))
            .orElseGet(() -> Operand.of(product.filterOrigin(facts)));
    if (taps > 1 && !tapsFirst) {
      Operand inner = nodes.reshape(all, regions * channels, depth / taps, taps);
      all =
          nodes.moving(
              2 * elements,
              "Transpose",
              List.of(inner),
              Attribute.of("perm", new long[] {0, 2, 1}));
    }
    Operand rows = nodes.reshape(all, regions * channels, depth);
    return nodes.cut(elements, rows, regions);
  }

  /** What is added in each region, if anything is. */
  private List<Optional<Operand>> biases() {
    double[] given = product.bias().map(Tensor::doubles).orElse(new double[0]);
    if (given.length == 0) {
      Optional<Operand> all = tail.statistics().map(s -> vector(s.shift()));
      return Collections.nCopies(regions, all);
    }
    List<Optional<Operand>> biases = new ArrayList<>(regions);
    int length = given.length / regions;
    for (int r = 0; r < regions; r++) {
      double[] bias = Arrays.copyOfRange(given, r * length, (r + 1) * length);
      tail.statistics()
          .ifPresent(norm -> {
            for (int o = 0; o < length; o++) {
              bias[o] = bias[o] * norm.factor()[o] + norm.shift()[o];
            }
          });
      biases.add(Optional.of(vector(bias)));
    }
    return biases;
  }

  private Operand vector(double[] numbers) {
    finite &= FilterBank.isFinite(numbers);
    Shape shape = Shape.of(numbers.length);
    return Operand.of(Tensor.ofDoubles(ElementType.FLOAT, shape, numbers), NodeList.HINT);
  }

  /**
   * Every row is written, since the positions are all there: what it is written over is no matter.
   */
  private void putBack(Operand sorted, RegionSort sort, Facts facts) {
    Operand placed = nodes.moving(4 * made(), "ScatterND", List.of(sorted, sort.column(), sorted));
    long[] shape = Views.sizes(tail.end(), facts).orElseThrow();
    if (shape.length == 4 && shape[0] == 1 && shape[1] == channels) {
      Operand map = nodes.reshape(placed, 1, shape[2], shape[3], channels);
      nodes.moving(
          2 * made(), "Transpose", List.of(map), Attribute.of("perm", new long[] {0, 3, 1, 2}));
      return;
    }
    Operand turned =
        nodes.moving(
            2 * made(), "Transpose", List.of(placed), Attribute.of("perm", new long[] {1, 0}));
    nodes.reshape(turned, shape);
  }
}
