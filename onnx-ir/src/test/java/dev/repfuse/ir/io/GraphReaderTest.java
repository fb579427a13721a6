package dev.repfuse.ir.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.GraphInput;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Use;
import dev.repfuse.ir.check.GraphInvariants;
import dev.repfuse.ir.io.wire.WireWriter;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names become links; names that lead nowhere are refused with the node that holds them. */
class GraphReaderTest {
  private static final long SMALL_STACK = 256 << 10;

  private static Model model(String graph) {
    Model model = ProtoText.model("ir_version: 8 graph { " + graph + " }");
    GraphInvariants.check(model.graph());
    return model;
  }

  /** {@code depth} levels of If, the innermost of which captures x. */
  private static byte[] nested(int depth) {
    WireWriter graph = new WireWriter();
    graph.message(1, new WireWriter().utf8(1, "x").utf8(2, "z").utf8(4, "Neg"));
    graph.message(12, new WireWriter().utf8(1, "z"));
    for (int i = depth - 1; i >= 0; i--) {
      WireWriter branch = new WireWriter().utf8(1, "then_branch").message(6, graph);
      WireWriter node = new WireWriter().utf8(2, "y" + i).utf8(4, "If").message(5, branch);
      graph = new WireWriter().message(1, node);
      graph.message(12, new WireWriter().utf8(1, "y" + i));
    }
    graph.message(11, new WireWriter().utf8(1, "x"));
    return new WireWriter().varint(1, 8).message(7, graph).toByteArray();
  }

  private static <T> T onSmallStack(Callable<T> work) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    new Thread(null, task, "small stack", SMALL_STACK).start();
    return task.get();
  }

  @Test
  void sixtyFourNestedGraphsAreReadAndWrittenOnASmallStack() throws Exception {
    byte[] original = nested(64);
    byte[] written =
        onSmallStack(() -> {
          Model model = ModelFile.parse(MemorySegment.ofArray(original), "deep");
          GraphInvariants.check(model.graph());
          return ModelFile.toBytes(model);
        });
    assertEquals(original.length, written.length);
  }

  @ParameterizedTest
  @CsvSource({"65", "2000"})
  void deeperGraphsAreRefusedInOneLine(int depth) throws Exception {
    byte[] original = nested(depth);
    String message =
        onSmallStack(() ->
            assertThrows(
                    ModelException.class,
                    () -> ModelFile.parse(MemorySegment.ofArray(original), "deep"))
                .getMessage());
    assertEquals("deep: node If 'y0': graphs are nested deeper than 64 levels", message);
  }

  @Test
  void subgraphsCaptureValuesOfAllGraphsAroundThem() {
    Model model = ModelFile.parse(MemorySegment.ofArray(nested(3)), "deep");
    GraphInput x = model.graph().inputs().getFirst();
    assertTrue(
        x.uses().iterator().next() instanceof Use.ByNode(Node reader, int index)
            && reader.is("Neg")
            && index == 0
            && reader.graph().outer().isPresent());
  }

  @Test
  void aNodeWaitsForWhatItsSubgraphsCapture() {
    Model model =
        model(
            """
            node {
              op_type: "If" input: "x" output: "y"
              attribute {
                name: "then_branch" type: GRAPH
                g { node { op_type: "Neg" input: "late" output: "t" } output { name: "t" } }
              }
              attribute { name: "else_branch" type: GRAPH g { output { name: "later" } } }
            }
            node { op_type: "Abs" input: "x" output: "later" }
            node { op_type: "Abs" input: "x" output: "late" }
            input { name: "x" } output { name: "y" }
            """);
    assertEquals(
        List.of("later", "late", "y"), model.graph().nodeList().stream().map(Node::label).toList());
  }

  @Test
  void branchesMayUseOneNameForDifferentConstants() {
    Model model =
        model(
            """
            node {
              op_type: "If" input: "x" output: "y"
              attribute { name: "then_branch" type: GRAPH g {
                initializer { name: "k" data_type: 1 float_data: 1 } output { name: "k" } } }
              attribute { name: "else_branch" type: GRAPH g {
                initializer { name: "k" data_type: 1 float_data: 2 } output { name: "k" } } }
            }
            input { name: "x" } output { name: "y" }
            """);
    List<Graph> branches = model.graph().firstNode().orElseThrow().subgraphs();
    double[] values =
        branches.stream()
            .mapToDouble(b -> b.initializers().iterator().next().tensor().get().doubles()[0])
            .toArray();
    assertEquals(1, values[0]);
    assertEquals(2, values[1]);
  }

  @Test
  void initializersListedAsInputsAreConstantsOnlyBeforeIrVersion4() {
    String graph =
        "graph { input { name: 'w' } initializer { name: 'w' data_type: 1 float_data: 1 } }";
    Model old = ProtoText.model("ir_version: 3 " + graph);
    assertTrue(old.graph().inputs().isEmpty());
    assertTrue(old.graph().initializers().iterator().next().listed().isPresent());
    Model later = ProtoText.model("ir_version: 4 " + graph);
    assertTrue(later.graph().initializers().isEmpty());
    assertTrue(later.graph().inputs().getFirst().byDefault().isPresent());
  }

  @Test
  void whatTrainingInformationAndAnnotationsNameIsPinned() {
    Model model =
        ProtoText.model(
            """
            ir_version: 8
            training_info {
              algorithm { node { op_type: "Neg" input: "w" } }
              update_binding { key: "a" value: "gone" }
            }
            graph {
              node { op_type: "Abs" input: "x" output: "a" }
              initializer { name: "w" data_type: 1 float_data: 1 }
              initializer { name: "free" data_type: 1 float_data: 1 }
              input { name: "x" } output { name: "a" }
              quantization_annotation {
                tensor_name: "x" quant_parameter_tensor_names { key: "SCALE_TENSOR" value: "w" }
              }
            }
            """);
    Graph graph = model.graph();
    List<String> pinned =
        Stream.<NamedValue>concat(graph.inputs().stream(), graph.initializers().stream())
            .filter(value -> value.uses().stream().anyMatch(u -> u instanceof Use.ByReference))
            .map(NamedValue::name)
            .toList();
    assertEquals(List.of("x", "w"), pinned);
    NamedValue a = graph.firstNode().flatMap(Node::result).orElseThrow();
    assertEquals(2, a.uses().size());
    assertTrue(graph.names().isTaken("gone"));
  }

  @Test
  void aGraphInPiecesIsOneGraph() {
    byte[] first = ProtoText.bytes("graph { output { name: 'y' } }");
    byte[] second =
        ProtoText.bytes(
            "graph { node { op_type: 'Neg' output: 'y' input: 'x' } input { name: 'x' } }");
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    Model model = ModelFile.parse(MemorySegment.ofArray(both), "pieces");
    assertEquals(Optional.of("y"), model.graph().firstNode().map(Node::label));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "node { op_type: 'Neg' name: 'n' input: 'q' output: 'y' }"
            + "|node Neg 'n': reads 'q', which nothing defines",
        "node { op_type: 'Neg' input: 'y' output: 'y' }"
            + "|node Neg 'y' depends on its own result: the graph has a cycle",
        "input { name: 'x' } node { op_type: 'Neg' input: 'x' output: 'x' }"
            + "|node Neg 'x': its result 'x' has the name of another value",
        "node { op_type: 'A' output: 'y' } node { op_type: 'B' output: 'y' }"
            + "|node B 'y': 'y' is produced twice",
        "input { name: 'x' } node { op_type: 'A' output: 'x' }"
            + "|node A 'x': 'x' is defined twice, the second time as a result",
        "input { name: 'x' } input { name: 'x' }|input 'x' is listed twice",
        "input { name: '' }|a graph input has no name",
        "output { name: 'y' }|output 'y' is never produced",
        "initializer { data_type: 1 float_data: 1 }|an initializer has no name",
        "initializer { name: 'w' data_type: 1 float_data: 1 }"
            + " initializer { name: 'w' data_type: 1 float_data: 2 }"
            + "|initializer 'w' appears twice with different data",
        "node { op_type: 'A' output: 'y' attribute { name: 'a' i: 1 } attribute { name: 'a' i: 1 } }"
            + "|node A 'y': attribute 'a' appears twice",
        "node { op_type: 'A' output: 'y' attribute { i: 1 } }|node A 'y': an attribute has no name",
        "node { op_type: 'A' output: 'y' attribute { name: 'a' type: TENSOR } }"
            + "|node A 'y': attribute 'a' has no value",
        "node { op_type: 'A' output: 'y' attribute { name: 'a' type: INT f: 1 } }"
            + "|node A 'y': attribute 'a' holds a value of another type than it declares",
      })
  void brokenGraphsAreRefusedWithNodeAndCause(String graph, String cause) {
    String message = assertThrows(ModelException.class, () -> model(graph)).getMessage();
    assertEquals("test: " + cause, message);
  }
}
