package dev.repfuse.pass.fold;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Carried;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.GraphMutator;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Operator;
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

/** Makes the nodes and constants of a {@link RandomRegion}, in the main graph or in a branch. */
final class RandomNodes {
  private final SplittableRandom random;
  private final Graph main;
  private final Graph graph;
  private final int spatialRank;
  private final List<Initializer> sharedKernels = new ArrayList<>();
  private int names;

  /**
   * @param graph where nodes go; constants go there or into {@code main}
   */
  RandomNodes(SplittableRandom random, Graph main, Graph graph, int spatialRank) {
    this.random = random;
    this.main = main;
    this.graph = graph;
    this.spatialRank = spatialRank;
  }

  /** Pads that keep the length, put before and behind at random. */
  List<Attribute> window(long k, long stride, long dilation) {
    long total = dilation * (k - 1);
    long[] pads = new long[2 * spatialRank];
    for (int axis = 0; axis < spatialRank; axis++) {
      pads[axis] = random.nextInt(4) == 0 ? random.nextLong(total + 1) : total / 2;
      pads[spatialRank + axis] = total - pads[axis];
    }
    return new ArrayList<>(
        List.of(
            Attribute.of("pads", pads),
            Attribute.of("strides", Geometry.filled(spatialRank, stride)),
            Attribute.of("dilations", Geometry.filled(spatialRank, dilation))));
  }

  int group(int in, int out) {
    int[] choices = {1, 1, 2, in};
    int group = choices[random.nextInt(choices.length)];
    return in % group == 0 && out % group == 0 ? group : 1;
  }

  NamedValue batchNorm(NamedValue value, int channels) {
    Shape shape = Shape.of(channels);
    return node(
        "BatchNormalization",
        List.of(
            value,
            constant(shape, -1.5, 1.5),
            constant(shape, -1, 1),
            constant(shape, -1, 1),
            constant(shape, 0.3, 2.5)),
        List.of());
  }

  Initializer perChannel(int channels) {
    long[] dims = Geometry.filled(spatialRank + 1, 1);
    dims[0] = channels;
    return constant(random.nextInt(4) == 0 ? Shape.of() : Shape.of(dims), 0.5, 1.5);
  }

  Initializer kernel(Shape shape) {
    for (Initializer old : sharedKernels) {
      if (old.payload().shape().equals(shape) && random.nextInt(3) == 0) {
        return old;
      }
    }
    Initializer fresh = constant(shape, -0.5, 0.5);
    sharedKernels.add(fresh);
    return fresh;
  }

  Initializer constant(Shape shape, double low, double high) {
    float[] values = new float[(int) shape.elementCount().orElseThrow()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(low, high);
    }
    return add(Tensor.ofFloats(shape, values));
  }

  Initializer add(Tensor tensor) {
    boolean outside = graph != main && random.nextBoolean();
    return new GraphMutator(outside ? main : graph)
        .addInitializer("c" + names++, tensor, Optional.empty());
  }

  Result node(String type, List<? extends Value> inputs, List<Attribute> attributes) {
    return node(type, inputs, attributes, graph);
  }

  /** A node of one result in any graph. */
  Result node(String type, List<? extends Value> inputs, List<Attribute> attributes, Graph place) {
    GraphMutator into = new GraphMutator(place);
    Node node =
        into.newNode(
            Operator.standard(type),
            type + names,
            List.copyOf(inputs),
            attributes,
            Carried.NONE,
            Optional.empty());
    Result result = into.addResult(node, 0, "v" + names++);
    into.append(node);
    return result;
  }

  void output(Result value) {
    output(value, graph);
  }

  static void output(Result value, Graph place) {
    new GraphMutator(place)
        .addOutput(
            value,
            ValueInfo.of(value.name(), new Type.TensorType(ElementType.FLOAT, Optional.empty())));
  }

  /** One more result of a node. */
  Result result(Node node, int index) {
    return new GraphMutator(node.graph()).addResult(node, index, "v" + names++);
  }
}
