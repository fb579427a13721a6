package dev.repfuse.ir.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.SparseTensor;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.edit.Edit;
import dev.repfuse.ir.edit.GraphEditor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights in files beside the model: read where they lie, kept or copied, never overwritten. */
class ExternalDataTest {
  @TempDir private Path scratch;
  private Path folder = Path.of("");

  @BeforeEach
  void weights() throws IOException {
    folder = Files.createDirectory(scratch.resolve("model"));
    Files.write(folder.resolve("w.bin"), floats(0, 1, 2, 3, 4, 5, 6, 7));
    Files.write(scratch.resolve("outside.bin"), floats(8, 9));
  }

  private static byte[] floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  private static String external(String name, int count, String location, String... more) {
    StringBuilder text = new StringBuilder("name: '" + name + "' data_type: 1 dims: " + count);
    text.append(" data_location: EXTERNAL external_data { key: 'location' value: '")
        .append(location)
        .append("' }");
    for (int i = 0; i < more.length; i += 2) {
      text.append(" external_data { key: '%s' value: '%s' }".formatted(more[i], more[i + 1]));
    }
    return text.toString();
  }

  private Path file(String... tensors) throws IOException {
    StringBuilder text = new StringBuilder("ir_version: 8 graph { ");
    for (String tensor : tensors) {
      text.append("initializer { ").append(tensor).append(" } ");
    }
    Path file = folder.resolve("m.onnx");
    Files.write(file, ProtoText.bytes(text.append("}").toString()));
    return file;
  }

  private static double[] numbers(Model model, String name) {
    return initializer(model, name).tensor().orElseThrow().doubles();
  }

  private static Initializer initializer(Model model, String name) {
    return model.graph().initializers().stream()
        .filter(i -> i.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void rangesMayOverlapAndTheLengthMayBeLeftOut() throws IOException {
    Model model =
        ModelFile.read(
            file(
                external("all", 8, "w.bin"),
                external("tail", 2, "w.bin", "offset", "24"),
                external("part", 2, "w.bin", "offset", "4", "length", "8"),
                external("more", 2, "./w.bin", "offset", "8", "length", "8", "checksum", "?"),
                external("none", 0, "w.bin", "offset", "32")));
    assertArrayEquals(new double[] {0, 1, 2, 3, 4, 5, 6, 7}, numbers(model, "all"));
    assertArrayEquals(new double[] {6, 7}, numbers(model, "tail"));
    assertArrayEquals(new double[] {1, 2}, numbers(model, "part"));
    assertArrayEquals(new double[] {2, 3}, numbers(model, "more"));
    assertArrayEquals(new double[] {}, numbers(model, "none"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "../outside.bin          | leaves the model's folder",
        "sub/../../outside.bin   | leaves the model's folder",
        "/etc/hostname           | leaves the model's folder",
        "link_out.bin            | leads out of the model's folder",
        "linked/outside.bin      | leads out of the model's folder",
        "loop.bin                | does not exist",
        "missing.bin             | does not exist",
        "sub                     | is not a regular file",
        "sub/..                  | is not a regular file",
        "m.onnx                  | is the model file itself",
        "C:w.bin                 | is not a relative path",
        "sub\\\\\\\\w.bin        | is not a relative path",
        "''                      | has no location",
        "a\\000b                 | is not a relative path",
      })
  void placesOutsideOfTheFolderAreRefused(String location, String cause) throws IOException {
    Files.createDirectory(folder.resolve("sub"));
    Files.createSymbolicLink(folder.resolve("link_out.bin"), scratch.resolve("outside.bin"));
    Files.createSymbolicLink(folder.resolve("linked"), scratch);
    Files.createSymbolicLink(folder.resolve("loop.bin"), folder.resolve("loop.bin"));
    Path file = file(external("t", 2, location));
    String message = assertThrows(ModelException.class, () -> ModelFile.read(file)).getMessage();
    assertTrue(message.startsWith(file + ": external data of tensor 't': "), message);
    assertTrue(message.contains(cause), message);
    assertEquals(-1, message.indexOf('\n'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "offset | 28 | wants bytes 28 to 36 of 'w.bin', which has 32",
        "offset | 33 | wants bytes 33 to 41 of 'w.bin', which has 32",
        "offset | -4 | negative external offset",
        "length | -8 | negative external length",
        "length | 4  | has 4 bytes in 'w.bin', its shape asks for 8",
        "offset | x  | external offset 'x', which is not a number",
        "offset | 9223372036854775807 | beyond 63 bits",
      })
  void rangesThatDoNotFitAreRefused(String key, String value, String cause) throws IOException {
    String other = key.equals("offset") ? "length" : "offset";
    String fitting = key.equals("offset") ? "8" : "0";
    Path file = file(external("t", 2, "w.bin", other, fitting, key, value));
    String message = assertThrows(ModelException.class, () -> ModelFile.read(file)).getMessage();
    assertTrue(message.contains("tensor 't'") && message.contains(cause), message);
  }

  @Test
  void aLinkInsideOfTheFolderIsFollowed() throws IOException {
    Files.createSymbolicLink(folder.resolve("alias.bin"), Path.of("w.bin"));
    Model model = ModelFile.read(file(external("t", 8, "alias.bin")));
    assertEquals(8, numbers(model, "t").length);
  }

  @Test
  void aModelInMemoryHasNoExternalData() throws IOException {
    MemorySegment content =
        MemorySegment.ofArray(Files.readAllBytes(file(external("t", 8, "w.bin"))));
    String message =
        assertThrows(ModelException.class, () -> ModelFile.parse(content, "bytes")).getMessage();
    assertTrue(message.contains("cannot be found from a model in memory"), message);
  }

  @Test
  void writingToTheSameFolderKeepsReferences() throws IOException {
    Path file = file(external("t", 2, "w.bin", "offset", "4", "length", "8", "checksum", "?"));
    ModelFile.write(ModelFile.read(file), folder.resolve("n.onnx"));
    assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(folder.resolve("n.onnx")));
    assertEquals(List.of("m.onnx", "n.onnx", "w.bin"), files(folder));
  }

  @Test
  void writingToAnotherFolderCopiesEachRangeOnce() throws IOException {
    Path file =
        file(
            external("a", 2, "w.bin", "offset", "4", "length", "8"),
            external("tied", 2, "w.bin", "offset", "4", "length", "8"),
            external("overlapping", 2, "w.bin", "offset", "8", "length", "8"),
            external("none", 0, "w.bin", "offset", "32"));
    Path other = Files.createDirectory(scratch.resolve("other"));
    ModelFile.write(ModelFile.read(file), other.resolve("n.onnx"));

    assertEquals(List.of("n.onnx", "n.onnx.data"), files(other));
    assertEquals(64 + 8, Files.size(other.resolve("n.onnx.data")));
    Model copy = ModelFile.read(other.resolve("n.onnx"));
    assertArrayEquals(new double[] {1, 2}, numbers(copy, "a"));
    assertArrayEquals(new double[] {1, 2}, numbers(copy, "tied"));
    assertArrayEquals(new double[] {2, 3}, numbers(copy, "overlapping"));
    assertArrayEquals(new double[] {}, numbers(copy, "none"));
  }

  @Test
  void aNamesakeInTheOtherFolderIsNotMistakenForTheData() throws IOException {
    Path file = file(external("t", 8, "w.bin"));
    Path other = Files.createDirectory(scratch.resolve("other"));
    Files.write(other.resolve("w.bin"), new byte[32]);
    ModelFile.write(ModelFile.read(file), other.resolve("n.onnx"));
    assertEquals(7, numbers(ModelFile.read(other.resolve("n.onnx")), "t")[7]);
  }

  @Test
  void tensorsOfAttributesFunctionsAndSparseTensorsMoveToo() throws IOException {
    String constant =
        "node { op_type: 'Constant' output: '%s' doc_string: 'kept' attribute { name: 'value'"
            + " type: TENSOR t { %s } } }";
    Path file = folder.resolve("m.onnx");
    Files.write(
        file,
        ProtoText.bytes(
            "ir_version: 8 graph { "
                + constant.formatted("c", external("in", 2, "w.bin", "length", "8"))
                + " sparse_initializer { values { "
                + external("s", 2, "w.bin", "length", "8")
                + " } indices { dims: 2 data_type: 7 int64_data: [0, 1] } dims: 9 } } functions {"
                + " name: 'F' domain: 'local' doc_string: 'kept too' "
                + constant.formatted("f", external("in", 2, "w.bin", "offset", "24"))
                + "}"));
    Path other = Files.createDirectory(scratch.resolve("other"));
    ModelFile.write(ModelFile.read(file), other.resolve("n.onnx"));

    Files.delete(folder.resolve("w.bin"));
    Model copy = ModelFile.read(other.resolve("n.onnx"));
    assertArrayEquals(new double[] {0, 1}, value(copy.graph().firstNode().orElseThrow()));
    Node inFunction = copy.functions().getFirst().body().firstNode().orElseThrow();
    assertArrayEquals(new double[] {6, 7}, value(inFunction));
    SparseTensor sparse = (SparseTensor) initializer(copy, "s").payload();
    assertArrayEquals(new double[] {0, 1}, sparse.values().doubles());
    String text = MessageDifference.model(Files.readAllBytes(other.resolve("n.onnx"))).toString();
    assertEquals(3, text.split("kept", -1).length - 1 + (text.contains("kept too") ? 0 : 1));
  }

  private static double[] value(Node constant) {
    Attribute.Content content = constant.attribute("value").orElseThrow().content();
    return ((Attribute.TensorValue) content).tensor().doubles();
  }

  @Test
  void newLargeTensorsGoBesideDataThatTheModelStillRefersTo() throws IOException {
    Files.move(folder.resolve("w.bin"), folder.resolve("m.onnx.data"));
    Path file = folder.resolve("m.onnx");
    Files.write(
        file,
        ProtoText.bytes(
            "ir_version: 8 graph { initializer { "
                + external("kept", 8, "m.onnx.data")
                + " } node { op_type: 'Made' output: 'made' } node { op_type: 'Add' input: 'kept'"
                + " input: 'made' output: 'y' } output { name: 'y' } }"));
    Model model = ModelFile.read(file);
    Result made = model.graph().firstNode().flatMap(Node::result).orElseThrow();
    double[] large = IntStream.range(0, 1000).asDoubleStream().toArray();
    Tensor tensor = Tensor.ofDoubles(ElementType.FLOAT, Shape.of(1000), large);
    GraphEditor.apply(new Edit.ToConstant(made, tensor));
    ModelFile.write(model, file);

    assertEquals(List.of("m.onnx", "m.onnx.2.data", "m.onnx.data"), files(folder));
    Model again = ModelFile.read(file);
    assertArrayEquals(new double[] {0, 1, 2, 3, 4, 5, 6, 7}, numbers(again, "kept"));
    assertArrayEquals(large, numbers(again, "made"));
    ModelFile.write(again, scratch.resolve("moved.onnx"));
    assertArrayEquals(large, numbers(ModelFile.read(scratch.resolve("moved.onnx")), "made"));
  }

  @Test
  void theModelNeverReplacesItsOwnWeights() throws IOException {
    Model model = ModelFile.read(file(external("t", 8, "w.bin")));
    Path weights = folder.resolve("w.bin");
    String message =
        assertThrows(ModelException.class, () -> ModelFile.write(model, weights)).getMessage();
    assertTrue(message.contains("holds weights of the model"), message);
    assertEquals(32, Files.size(weights));
    assertEquals(List.of("m.onnx", "w.bin"), files(folder));
  }

  @Test
  void theSameModelGivesTheSameBytes() throws IOException {
    Path file = file(external("t", 8, "w.bin"), external("u", 2, "w.bin", "length", "8"));
    for (String name : List.of("one", "two")) {
      Path other = Files.createDirectory(scratch.resolve(name));
      ModelFile.write(ModelFile.read(file), other.resolve("n.onnx"));
    }
    for (String name : List.of("n.onnx", "n.onnx.data")) {
      byte[] one = Files.readAllBytes(scratch.resolve("one").resolve(name));
      assertTrue(Arrays.equals(one, Files.readAllBytes(scratch.resolve("two").resolve(name))));
    }
    assertFalse(Files.exists(scratch.resolve("two/n.onnx.2.data")));
  }
}
