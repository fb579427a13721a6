package dev.repfuse.ir.infer;

import dev.repfuse.ir.Absent;
import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Carried;
import dev.repfuse.ir.Dim;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.GraphMutator;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Operator;
import dev.repfuse.ir.OpsetImport;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Type;
import dev.repfuse.ir.Value;
import dev.repfuse.ir.ValueInfo;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A small model that a test writes down line by line. */
public final class Sketch {
  private final long opset;
  private final Graph graph;
  private final GraphMutator mutator;
  private final Map<String, NamedValue> values = new HashMap<>();

  private Sketch(long opset, Graph graph) {
    this.opset = opset;
    this.graph = graph;
    this.mutator = new GraphMutator(graph);
  }

  /** An empty model that imports a version of the standard operators. */
  public static Sketch opset(long opset) {
    return new Sketch(opset, Graph.create("sketch"));
  }

  /** An empty graph that may read the values of this one. */
  public Sketch inside() {
    Sketch inner = new Sketch(opset, Graph.createInside(graph, "inner"));
    inner.values.putAll(values);
    return inner;
  }

  /** A graph input such as {@code input("x", "float[N,3,?,8]")}. */
  public Sketch input(String name, String type) {
    values.put(name, mutator.addInput(ValueInfo.of(name, typeOf(type)), Optional.empty()));
    return this;
  }

  /** A graph input with a default that a caller may override. */
  public Sketch overridable(String name, Tensor byDefault) {
    Type type = Type.tensor(byDefault.type(), byDefault.shape());
    values.put(name, mutator.addInput(ValueInfo.of(name, type), Optional.of(byDefault)));
    return this;
  }

  /** A constant of zeros. */
  public Sketch weight(String name, String type) {
    Type stated = typeOf(type);
    Shape shape = stated.tensorShape().orElseThrow();
    ElementType element = stated.tensorElement();
    long bytes = element.bytesFor(shape.elementCount().orElseThrow());
    var zeros = Arena.ofAuto().allocate(Math.max(1, bytes), 8).asSlice(0, bytes);
    return constant(name, Tensor.of(element, shape, zeros));
  }

  /** An int64 vector. */
  public Sketch longs(String name, long... numbers) {
    return constant(name, Tensor.ofLongs(Shape.of(numbers.length), numbers));
  }

  public Sketch constant(String name, Tensor tensor) {
    values.put(name, mutator.addInitializer(name, tensor, Optional.empty()));
    return this;
  }

  /** A node such as {@code node("y, mask = Dropout(x)")}; an empty place is an absent value. */
  public Sketch node(String line, Attribute... attributes) {
    int equals = line.indexOf('=');
    int open = line.indexOf('(');
    List<Value> inputs = new ArrayList<>();
    for (String name : names(line.substring(open + 1, line.lastIndexOf(')')))) {
      inputs.add(name.isEmpty() ? Absent.ABSENT : value(name));
    }
    Node node =
        mutator.newNode(
            Operator.standard(line.substring(equals + 1, open).strip()),
            "",
            inputs,
            List.of(attributes),
            Carried.NONE,
            Optional.empty());
    List<String> outputs = names(line.substring(0, equals));
    for (int i = 0; i < outputs.size(); i++) {
      if (outputs.get(i).isEmpty()) {
        mutator.addAbsentResult(node, i);
      } else {
        values.put(outputs.get(i), mutator.addResult(node, i, outputs.get(i)));
      }
    }
    mutator.append(node);
    return this;
  }

  private static List<String> names(String list) {
    return list.isBlank()
        ? List.of()
        : Arrays.stream(list.split(",", -1)).map(String::strip).toList();
  }

  /** What the file says of an intermediate value. */
  public Sketch declare(String name, String type) {
    mutator.declare(ValueInfo.of(name, typeOf(type)));
    return this;
  }

  /** Makes a value an output of declared type. */
  public Sketch output(String name, String type) {
    mutator.addOutput(value(name), ValueInfo.of(name, typeOf(type)));
    return this;
  }

  public NamedValue value(String name) {
    return Optional.ofNullable(values.get(name)).orElseThrow();
  }

  public Graph graph() {
    return graph;
  }

  public Model model() {
    List<OpsetImport> opsets = List.of(new OpsetImport("", opset, Optional.empty()));
    return new Model(8, "", opsets, graph, List.of(), Carried.NONE);
  }

  public Types types() {
    return Types.infer(model(), LibraryInference.NONE);
  }

  /** The inferred type as text: {@code float[N,3,?]}, {@code float} without rank, or {@code ?}. */
  public String type(String name) {
    return text(types().of(value(name)));
  }

  /** The known whole numbers of a value as text, or {@code unknown}. */
  public String numbers(String name) {
    return types().known(value(name)).map(t -> Arrays.toString(t.longs())).orElse("unknown");
  }

  /** What is wrong with the first illegal node, or nothing. */
  public String fault() {
    List<Fault> faults = Types.computed(model()).faults();
    return faults.isEmpty() ? "" : faults.getFirst().cause();
  }

  public static String text(Type type) {
    return type instanceof Type.TensorType(ElementType element, Optional<Shape> shape)
        ? element.keyword() + shape.map(Shape::toString).orElse("")
        : type instanceof Type.UnknownType ? "?" : type.toString();
  }

  /** Parses {@code float[N,3,?]}; without brackets the rank is not known. */
  public static Type typeOf(String text) {
    int open = text.indexOf('[');
    if (open < 0) {
      return new Type.TensorType(ElementType.ofKeyword(text).orElseThrow(), Optional.empty());
    }
    List<Dim> dims = new ArrayList<>();
    for (String dim : names(text.substring(open + 1, text.length() - 1))) {
      dims.add(
          dim.equals("?")
              ? Dim.UNKNOWN
              : Character.isDigit(dim.charAt(0))
                  ? Dim.of(Long.parseLong(dim))
                  : new Dim.Symbol(dim));
    }
    ElementType element = ElementType.ofKeyword(text.substring(0, open)).orElseThrow();
    return Type.tensor(element, new Shape(dims));
  }

  public static Attribute ints(String name, long... values) {
    return Attribute.of(name, values);
  }

  public static Attribute integer(String name, long value) {
    return Attribute.of(name, value);
  }

  public static Attribute text(String name, String value) {
    return Attribute.of(name, value);
  }
}
