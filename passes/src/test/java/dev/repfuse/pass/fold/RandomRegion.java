package dev.repfuse.pass.fold;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Carried;
import dev.repfuse.ir.Dim;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.GraphMutator;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.OpsetImport;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Type;
import dev.repfuse.ir.Value;
import dev.repfuse.ir.ValueInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A random linear region between a source and a LeakyRelu, which ends it and hides nothing: one to
 * six parallel branches of depth one to four with convolutions, pooling, padding, normalization and
 * per-channel arithmetic, channels that are split, joined and reordered, border traps, shared
 * weights and values that something else reads too. It stands in the main graph, or in a branch of
 * an If, with weights in the branch and around it.
 */
final class RandomRegion {
  private final SplittableRandom random;
  private final Graph main = Graph.create("main");
  private final boolean inBranch;
  private final Graph graph;
  private final List<NamedValue> extraReaders = new ArrayList<>();
  private final int spatialRank;
  private final RandomNodes nodes;

  private RandomRegion(long seed, boolean inBranch) {
    random = new SplittableRandom(seed);
    this.inBranch = inBranch;
    graph = inBranch ? Graph.createInside(main, "branch") : main;
    spatialRank = 1 + random.nextInt(3);
    nodes = new RandomNodes(random, main, graph, spatialRank);
  }

  /** A value of a branch with its number of channels. */
  private record Flow(NamedValue value, int channels) {}

  static Model of(long seed) {
    return new RandomRegion(seed, false).build(false);
  }

  /** A convolution of a Concat of different values, some of them constants. */
  static Model ofDifferentValues(long seed) {
    return new RandomRegion(seed, false).build(true);
  }

  /** The same in the then_branch of an If; the other one returns what the region's source holds. */
  static Model inBranchOfIf(long seed) {
    return new RandomRegion(seed, true).build(false);
  }

  private Model build(boolean ofDifferentValues) {
    int channels = 2 * (1 + random.nextInt(3));
    List<Dim> dims = new ArrayList<>(List.of(Dim.of(1), Dim.of(channels)));
    boolean dynamic = random.nextInt(3) == 0;
    for (int axis = 0; axis < spatialRank; axis++) {
      dims.add(dynamic ? new Dim.Symbol("L" + axis) : Dim.of(6 + random.nextInt(4)));
    }
    ValueInfo input =
        ValueInfo.of("x", new Type.TensorType(ElementType.FLOAT, Optional.of(new Shape(dims))));
    Flow source = new Flow(new GraphMutator(main).addInput(input, Optional.empty()), channels);
    Flow region = ofDifferentValues ? joined(source, dims) : region(source);
    nodes.output(
        nodes.node("LeakyRelu", List.of(region.value()), List.of(Attribute.of("alpha", 0.5f))));
    extraReaders.forEach(value -> nodes.output(nodes.node("Tanh", List.of(value), List.of())));
    if (inBranch) {
      choose(source.value());
    }
    return new Model(
        8,
        "random",
        List.of(new OpsetImport("", 17, Optional.empty())),
        main,
        List.of(),
        Carried.NONE);
  }

  private void choose(NamedValue source) {
    GraphMutator around = new GraphMutator(main);
    ValueInfo wanted = ValueInfo.of("wanted", Type.tensor(ElementType.BOOL, Shape.of()));
    NamedValue condition = around.addInput(wanted, Optional.empty());
    Graph otherwise = Graph.createInside(main, "otherwise");
    int outputs = graph.outputs().size();
    for (int i = 0; i < outputs; i++) {
      RandomNodes.output(nodes.node("Neg", List.of(source), List.of(), otherwise), otherwise);
    }
    List<Attribute> branches =
        List.of(Attribute.of("then_branch", graph), Attribute.of("else_branch", otherwise));
    Result first = nodes.node("If", List.of(condition), branches, main);
    RandomNodes.output(first, main);
    for (int i = 1; i < outputs; i++) {
      RandomNodes.output(nodes.result(first.producer(), i), main);
    }
  }

  private Flow region(Flow source) {
    int out = random.nextBoolean() ? source.channels() : 2 * (1 + random.nextInt(3));
    long stride = random.nextInt(4) == 0 ? 2 : 1;
    int branches = 1 + random.nextInt(6);
    boolean canSkip = out == source.channels() && stride == 1;
    Flow sum = branch(source, out, stride);
    for (int i = 1; i < branches; i++) {
      Flow next =
          canSkip && random.nextInt(4) == 0
              ? pointwise(source, random.nextInt(3))
              : branch(source, out, stride);
      String operator = random.nextInt(5) == 0 ? "Sub" : "Add";
      sum = new Flow(nodes.node(operator, List.of(sum.value(), next.value()), List.of()), out);
    }
    return pointwise(sum, random.nextInt(3));
  }

  /** Parts that are the source, what a convolution or Relu makes of it, or constant. */
  private Flow joined(Flow source, List<Dim> dims) {
    List<NamedValue> parts = new ArrayList<>();
    int channels = 0;
    for (int count = 2 + random.nextInt(3); count > 0; count--) {
      Flow other =
          random.nextBoolean()
              ? source
              : new Flow(nodes.node("Relu", List.of(source.value()), List.of()), source.channels());
      Flow part =
          switch (random.nextInt(5)) {
            case 0 -> other;
            case 1 -> constant(dims).orElse(other);
            default -> pointwise(convolution(other, 2 * (1 + random.nextInt(8)), 1), 1);
          };
      parts.add(part.value());
      channels += part.channels();
    }
    NamedValue all = nodes.node("Concat", parts, List.of(Attribute.of("axis", 1)));
    if (random.nextInt(8) == 0) {
      extraReaders.add(all);
    }
    return convolution(new Flow(all, channels), 2 * (1 + random.nextInt(2)), 1 + random.nextInt(2));
  }

  /** A constant of the source's lengths if they are known: zeros, one number, or many. */
  private Optional<Flow> constant(List<Dim> dims) {
    List<Dim> wanted = new ArrayList<>(dims);
    int channels = 1 + random.nextInt(3);
    wanted.set(1, Dim.of(channels));
    double low = random.nextInt(-1, 2);
    double high = low + (random.nextBoolean() ? 1 : Math.ulp(1.0));
    Shape shape = new Shape(wanted);
    return shape.sizes().isPresent()
        ? Optional.of(new Flow(nodes.constant(shape, low, high), channels))
        : Optional.empty();
  }

  /** Keeps the length of every axis up to the stride, so that branches can be added. */
  private Flow branch(Flow source, int out, long stride) {
    int depth = 1 + random.nextInt(1 + random.nextInt(4));
    int strided = random.nextInt(depth);
    Flow flow = source;
    for (int i = 0; i < depth; i++) {
      int channels = i == depth - 1 ? out : 2 * (1 + random.nextInt(3));
      boolean pool = random.nextInt(8) == 0 && channels == flow.channels();
      long step = i == strided ? stride : 1;
      flow = pool ? pool(flow, step) : convolutions(flow, channels, step);
      if (random.nextInt(12) == 0) {
        extraReaders.add(flow.value());
      }
      flow = pointwise(flow, random.nextInt(2));
    }
    return flow;
  }

  /** One convolution, or two beside each other under a Concat, of all channels or of half each. */
  private Flow convolutions(Flow flow, int out, long stride) {
    int kind = random.nextInt(8);
    if (kind > 1) {
      return convolution(flow, out, stride);
    }
    List<Flow> halves = kind == 0 ? split(flow) : List.of(flow, flow);
    int first = random.nextInt(halves.size());
    Flow a = convolution(halves.get(first), out / 2, stride);
    Flow b =
        pointwise(convolution(halves.get(1 - first), out - out / 2, stride), random.nextInt(2));
    NamedValue joined =
        nodes.node("Concat", List.of(a.value(), b.value()), List.of(Attribute.of("axis", 1)));
    return new Flow(joined, out);
  }

  /** The channels in two runs, by Split or by two Slices. */
  private List<Flow> split(Flow flow) {
    int half = 1 + random.nextInt(flow.channels() - 1);
    if (random.nextBoolean()) {
      return List.of(slice(flow, 0, half), slice(flow, half - flow.channels(), flow.channels()));
    }
    Initializer lengths =
        nodes.add(Tensor.ofLongs(Shape.of(2), new long[] {half, flow.channels() - half}));
    Result first =
        nodes.node("Split", List.of(flow.value(), lengths), List.of(Attribute.of("axis", 1)));
    Result second = nodes.result(first.producer(), 1);
    return List.of(new Flow(first, half), new Flow(second, flow.channels() - half));
  }

  private Flow slice(Flow flow, int start, int end) {
    List<Value> inputs = new ArrayList<>(List.of(flow.value()));
    for (int bound : new int[] {start, end, 1}) {
      inputs.add(nodes.add(Tensor.ofLongs(Shape.of(1), new long[] {bound})));
    }
    int from = start < 0 ? start + flow.channels() : start;
    return new Flow(nodes.node("Slice", inputs, List.of()), end - from);
  }

  /** Any channels in any order, some of them twice. */
  private NamedValue gather(NamedValue value, int channels) {
    long[] indices = new long[channels];
    for (int i = 0; i < channels; i++) {
      indices[i] = random.nextInt(-channels, channels);
    }
    Initializer chosen = nodes.add(Tensor.ofLongs(Shape.of(channels), indices));
    return nodes.node("Gather", List.of(value, chosen), List.of(Attribute.of("axis", 1)));
  }

  private Flow convolution(Flow flow, int out, long stride) {
    long k = random.nextBoolean() ? 1 : random.nextLong(2, 4);
    long dilation = random.nextLong(1, 3);
    List<Attribute> attributes = nodes.window(k, stride, dilation);
    int group = nodes.group(flow.channels(), out);
    attributes.add(Attribute.of("group", group));
    long[] dims = Geometry.filled(spatialRank + 2, k);
    dims[0] = out;
    dims[1] = flow.channels() / group;
    NamedValue padded = maybePadOutside(flow.value(), attributes);
    List<Value> inputs = new ArrayList<>(List.of(padded, nodes.kernel(Shape.of(dims))));
    if (random.nextBoolean()) {
      inputs.add(nodes.constant(Shape.of(out), -1, 1));
    }
    return new Flow(nodes.node("Conv", inputs, attributes), out);
  }

  /** Sometimes the padding is a node of its own. */
  private NamedValue maybePadOutside(NamedValue value, List<Attribute> attributes) {
    if (random.nextInt(5) != 0) {
      return value;
    }
    long[] pads = ((Attribute.IntValues) attributes.removeFirst().content()).values();
    long[] all = new long[2 * spatialRank + 4];
    System.arraycopy(pads, 0, all, 2, spatialRank);
    System.arraycopy(pads, spatialRank, all, spatialRank + 4, spatialRank);
    Initializer amounts = nodes.add(Tensor.ofLongs(Shape.of(all.length), all));
    return nodes.node("Pad", List.of(value, amounts), List.of());
  }

  private Flow pool(Flow flow, long stride) {
    List<Attribute> attributes = nodes.window(3, stride, 1);
    attributes.removeLast();
    attributes.add(Attribute.of("kernel_shape", Geometry.filled(spatialRank, 3)));
    attributes.add(Attribute.of("count_include_pad", random.nextInt(4) == 0 ? 0 : 1));
    return new Flow(nodes.node("AveragePool", List.of(flow.value()), attributes), flow.channels());
  }

  private Flow pointwise(Flow flow, int steps) {
    NamedValue value = flow.value();
    for (int i = 0; i < steps; i++) {
      value =
          switch (random.nextInt(7)) {
            case 0, 1 -> nodes.batchNorm(value, flow.channels());
            case 2 ->
                nodes.node("Mul", List.of(value, nodes.perChannel(flow.channels())), List.of());
            case 3 ->
                nodes.node("Sub", List.of(nodes.perChannel(flow.channels()), value), List.of());
            case 5 -> gather(value, flow.channels());
            case 4 ->
                nodes.node("Div", List.of(value, nodes.perChannel(flow.channels())), List.of());
            default -> nodes.node("Neg", List.of(value), List.of());
          };
    }
    return new Flow(value, flow.channels());
  }
}
