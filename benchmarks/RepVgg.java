import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Carried;
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
import dev.repfuse.ir.io.ModelFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Writes blocks as those of RepVGG-B with random weights: {@code RepVgg <blocks> <channels>
 * <squeezed> <file>}. Each adds a 3×3 and a 1×1 branch and the identity, with a BatchNormalization
 * each. With squeezed > 0 a 1×1 convolution to as many channels comes behind and one back to all
 * behind a Relu, so that kernels are composed too.
 */
public final class RepVgg {
  private final SplittableRandom random = new SplittableRandom(1);
  private final Graph graph = Graph.create("repvgg");
  private final GraphMutator mutator = new GraphMutator(graph);
  private final int channels;
  private final int squeezed;
  private int number;

  private RepVgg(int channels, int squeezed) {
    this.channels = channels;
    this.squeezed = squeezed;
  }

  public static void main(String[] args) {
    new RepVgg(Integer.parseInt(args[1]), Integer.parseInt(args[2]))
        .write(Integer.parseInt(args[0]), Path.of(args[3]));
  }

  private void write(int blocks, Path file) {
    Type type = Type.tensor(ElementType.FLOAT, Shape.of(1, channels, 14, 14));
    NamedValue value = mutator.addInput(ValueInfo.of("x", type), Optional.empty());
    for (int block = 0; block < blocks; block++) {
      NamedValue wide = norm(conv(value, channels, channels, 3), channels);
      NamedValue point = norm(conv(value, channels, channels, 1), channels);
      NamedValue sum = node("Add", List.of(wide, point), List.of());
      sum = node("Add", List.of(sum, norm(value, channels)), List.of());
      if (squeezed > 0) {
        sum = node("Relu", List.of(conv(sum, channels, squeezed, 1)), List.of());
        sum = conv(sum, squeezed, channels, 1);
      }
      value = node("Relu", List.of(sum), List.of());
    }
    mutator.addOutput(value, ValueInfo.of(value.name(), type));
    List<OpsetImport> opsets = List.of(new OpsetImport("", 17, Optional.empty()));
    ModelFile.write(new Model(8, "repvgg", opsets, graph, List.of(), Carried.NONE), file);
  }

  private NamedValue conv(NamedValue value, int in, int out, int size) {
    Tensor kernel = random(Shape.of(out, in, size, size), -0.1, 0.1);
    long pad = size / 2;
    return node(
        "Conv",
        List.of(value, constant("w", kernel)),
        List.of(Attribute.of("pads", new long[] {pad, pad, pad, pad})));
  }

  private NamedValue norm(NamedValue value, int channels) {
    return node(
        "BatchNormalization",
        List.of(
            value,
            constant("s", random(Shape.of(channels), 0.5, 1.5)),
            constant("b", random(Shape.of(channels), -1, 1)),
            constant("m", random(Shape.of(channels), -1, 1)),
            constant("v", random(Shape.of(channels), 0.5, 2))),
        List.of());
  }

  private Value constant(String name, Tensor tensor) {
    return mutator.addInitializer(name + number++, tensor, Optional.empty());
  }

  private Tensor random(Shape shape, double low, double high) {
    int count = Math.toIntExact(shape.elementCount().orElseThrow());
    double[] values = random.doubles(count, low, high).toArray();
    return Tensor.ofDoubles(ElementType.FLOAT, shape, values);
  }

  private NamedValue node(String type, List<? extends Value> inputs, List<Attribute> attributes) {
    String name = type + number++;
    Node node =
        mutator.newNode(
            Operator.standard(type),
            name,
            List.copyOf(inputs),
            attributes,
            Carried.NONE,
            Optional.empty());
    NamedValue result = mutator.addResult(node, 0, name + "_out");
    mutator.append(node);
    return result;
  }
}
