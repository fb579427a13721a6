package dev.repfuse.pass.fold;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.edit.Edit;
import dev.repfuse.ir.edit.NewNode;
import dev.repfuse.ir.edit.Operand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes an affine value of a source as a Conv, Gemm or MatMul node. */
final class Replacement {
  private static final long OPSET_OF_GEMM_WITHOUT_BIAS = 11;

  private final NamedValue source;
  private final Node model;
  private final String name;
  private final ElementType type;
  private final Layout layout;
  private final long opset;

  /**
   * @param source what the new node reads
   * @param model the node of the region that lends its operator and the names of its weights
   * @param name the new node's name; a node that stays must not lend its own, for names are unique
   */
  Replacement(
      NamedValue source, Node model, String name, ElementType type, Layout layout, long opset) {
    this.source = source;
    this.model = model;
    this.name = name;
    this.type = type;
    this.layout = layout;
    this.opset = opset;
  }

  /** The edit that lets a new node compute {@code result}. */
  Edit of(Result result, Affine affine) {
    return new Edit.Rebuild(result, nodes(affine));
  }

  /** The edit that computes {@code result} as the source plus what a new node gives. */
  Edit beside(Result result, Affine affine) {
    List<NewNode> nodes = new ArrayList<>(nodes(affine));
    Operand made = new Operand.Made(nodes.size() - 1, 0);
    String sum = result.producer().name();
    nodes.add(NewNode.of("Add", sum, List.of(made, Operand.of(source)), List.of()));
    return new Edit.Rebuild(result, nodes);
  }

  /** The nodes that compute an affine value, the last one its result. */
  List<NewNode> nodes(Affine affine) {
    if (layout.spatialRank() > 0) {
      NewNode convolution = convolution(affine);
      return affine
          .border()
          .map(map -> List.of(convolution, addition(map, affine.geometry())))
          .orElse(List.of(convolution));
    }
    boolean asMatMul = layout.rank() > 2 || (model.is("MatMul") && !affine.hasBias());
    return asMatMul ? matMul(affine) : List.of(gemm(affine));
  }

  private String weightName() {
    return model.input(1) instanceof NamedValue weight
        ? weight.name() + "_folded"
        : model.label() + "_weight";
  }

  private String biasName() {
    return model.input(2) instanceof NamedValue bias
        ? bias.name() + "_folded"
        : weightName() + "_bias";
  }

  private String biasNodeName() {
    return name.isEmpty() ? "" : name + "_bias";
  }

  /** Adds a border map, of shape [1, out, …], to the convolution's result. */
  private NewNode addition(BorderMap map, Geometry geometry) {
    long[] dims = new long[geometry.rank() + 2];
    dims[0] = 1;
    dims[1] = geometry.out();
    System.arraycopy(geometry.lengths(), 0, dims, 2, geometry.rank());
    Operand constant = Operand.of(tensor(Shape.of(dims), map.numbers()), weightName() + "_border");
    String label = name.isEmpty() ? "" : name + "_border";
    return NewNode.of("Add", label, List.of(new Operand.Made(0, 0), constant), List.of());
  }

  private NewNode convolution(Affine affine) {
    Geometry g = affine.geometry();
    int rank = g.rank();
    long[] dims = new long[rank + 2];
    dims[0] = g.out();
    dims[1] = g.in() / g.group();
    long[] pads = new long[2 * rank];
    for (int axis = 0; axis < rank; axis++) {
      dims[axis + 2] = g.kernel()[axis];
      pads[axis] = -g.offset()[axis];
      pads[rank + axis] = g.padEnd(axis);
    }
    List<Operand> inputs = new ArrayList<>(3);
    inputs.add(Operand.of(source));
    inputs.add(Operand.of(tensor(Shape.of(dims), affine.weights().kernel()), weightName()));
    if (affine.hasBias()) {
      inputs.add(Operand.of(vector(affine.weights().bias()), biasName()));
    }
    List<Attribute> attributes = new ArrayList<>(5);
    attributes.add(Attribute.of("kernel_shape", g.kernel()));
    unlessAll(1, "dilations", g.dilation(), attributes);
    unlessAll(1, "group", new long[] {g.group()}, attributes);
    unlessAll(0, "pads", pads, attributes);
    unlessAll(1, "strides", g.stride(), attributes);
    return NewNode.of("Conv", name, inputs, attributes);
  }

  /** Adds an attribute unless it says what the operator assumes anyway. */
  private static void unlessAll(
      long assumed, String name, long[] values, List<Attribute> attributes) {
    if (Arrays.stream(values).anyMatch(value -> value != assumed)) {
      attributes.add(
          name.equals("group") ? Attribute.of(name, values[0]) : Attribute.of(name, values));
    }
  }

  private NewNode gemm(Affine affine) {
    Geometry g = affine.geometry();
    List<Operand> inputs = new ArrayList<>(3);
    inputs.add(Operand.of(source));
    inputs.add(Operand.of(tensor(Shape.of(g.out(), g.in()), dense(affine)), weightName()));
    if (affine.hasBias() || opset < OPSET_OF_GEMM_WITHOUT_BIAS) {
      inputs.add(Operand.of(vector(affine.weights().bias()), biasName()));
    }
    return NewNode.of("Gemm", name, inputs, List.of(Attribute.of("transB", 1)));
  }

  private List<NewNode> matMul(Affine affine) {
    Geometry g = affine.geometry();
    double[] rows = dense(affine);
    double[] columns = new double[rows.length];
    for (int o = 0; o < g.out(); o++) {
      for (int i = 0; i < g.in(); i++) {
        columns[i * g.out() + o] = rows[o * g.in() + i];
      }
    }
    Operand matrix = Operand.of(tensor(Shape.of(g.in(), g.out()), columns), weightName());
    NewNode product = NewNode.of("MatMul", name, List.of(Operand.of(source), matrix), List.of());
    if (!affine.hasBias()) {
      return List.of(product);
    }
    Operand bias = Operand.of(vector(affine.weights().bias()), biasName());
    NewNode sum =
        NewNode.of("Add", biasNodeName(), List.of(new Operand.Made(0, 0), bias), List.of());
    return List.of(product, sum);
  }

  /** The kernel as one [out, in] matrix, zeros between groups filled in. */
  private static double[] dense(Affine affine) {
    Geometry g = affine.geometry();
    double[] kernel = affine.weights().kernel();
    int perGroup = g.in() / g.group();
    double[] rows = new double[g.out() * g.in()];
    for (int o = 0; o < g.out(); o++) {
      int base = o / (g.out() / g.group()) * perGroup;
      System.arraycopy(kernel, o * perGroup, rows, o * g.in() + base, perGroup);
    }
    return rows;
  }

  private Tensor vector(double[] values) {
    return tensor(Shape.of(values.length), values);
  }

  private Tensor tensor(Shape shape, double[] values) {
    return Tensor.ofDoubles(type, shape, values);
  }
}
