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

/** Writes a chain of padded 3×3 Conv and BatchNormalization nodes: {@code Chain <nodes> <file>}. */
public final class Chain {
  private static final int CHANNELS = 4;
  private final SplittableRandom random = new SplittableRandom(1);
  private final Graph graph = Graph.create("chain");
  private final GraphMutator mutator = new GraphMutator(graph);

  public static void main(String[] args) {
    new Chain().write(Integer.parseInt(args[0]), Path.of(args[1]));
  }

  private void write(int nodes, Path file) {
    Type type = Type.tensor(ElementType.FLOAT, Shape.of(1, CHANNELS, 8, 8));
    NamedValue value = mutator.addInput(ValueInfo.of("x", type), Optional.empty());
    for (int i = 0; i < nodes / 2; i++) {
      Tensor kernel = random(Shape.of(CHANNELS, CHANNELS, 3, 3), -0.3, 0.3);
      value =
          node("Conv", i, List.of(value, constant("w" + i, kernel)),
              List.of(Attribute.of("pads", new long[] {1, 1, 1, 1})));
      value =
          node("BatchNormalization", i,
              List.of(
                  value,
                  constant("s" + i, random(Shape.of(CHANNELS), 0.5, 1.5)),
                  constant("b" + i, random(Shape.of(CHANNELS), -1, 1)),
                  constant("m" + i, random(Shape.of(CHANNELS), -1, 1)),
                  constant("v" + i, random(Shape.of(CHANNELS), 0.5, 2))),
              List.of());
    }
    mutator.addOutput(value, ValueInfo.of(value.name(), type));
    List<OpsetImport> opsets = List.of(new OpsetImport("", 17, Optional.empty()));
    ModelFile.write(new Model(8, "chain", opsets, graph, List.of(), Carried.NONE), file);
  }

  private Value constant(String name, Tensor tensor) {
    return mutator.addInitializer(name, tensor, Optional.empty());
  }

  private Tensor random(Shape shape, double low, double high) {
    float[] values = new float[(int) shape.elementCount().orElseThrow()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(low, high);
    }
    return Tensor.ofFloats(shape, values);
  }

  private NamedValue node(String type, int i, List<Value> inputs, List<Attribute> attributes) {
    Node node =
        mutator.newNode(
            Operator.standard(type), type + i, inputs, attributes, Carried.NONE, Optional.empty());
    NamedValue result = mutator.addResult(node, 0, type + "_out" + i);
    mutator.append(node);
    return result;
  }
}
