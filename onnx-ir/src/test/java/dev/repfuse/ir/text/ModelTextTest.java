package dev.repfuse.ir.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Absent;
import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Function;
import dev.repfuse.ir.GraphInput;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Operator;
import dev.repfuse.ir.SparseTensor;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.io.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads and prints models of every kind that the syntax can say. */
class ModelTextTest {

  @Test
  void readsTheExampleOfTheDocumentation() {
    Model model =
        ModelText.parse(
            """
            <ir_version: 8, opset_import: ["" : 17]>
            agraph (float[N,3] x, float[3,4] w) => (float[N,4] y) <float[4] k = {1,2,3,4.5}> {
              t = MatMul (x, w)
              y = Add (t, k)
            }
            """);
    assertEquals(8, model.irVersion());
    assertEquals(17, model.opset().orElseThrow());
    assertEquals("agraph", model.graph().name());
    assertEquals(2, model.graph().nodeCount());
    assertEquals(
        "[N,3]", model.graph().inputs().getFirst().type().tensorShape().orElseThrow() + "");
    assertArrayEquals(new double[] {1, 2, 3, 4.5}, constant(model, "k").doubles());
  }

  @Test
  void withoutAHeaderAssumesIrVersion8AndOpset17() {
    Model model = ModelText.parse("g (float[2] x) => (float[2] y) { y = Relu (x) }");
    assertEquals(8, model.irVersion());
    assertEquals(17, model.opset().orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "g (float[2] x) => (float[2] y) { [first] y = Relu (x) }",
        "g (float[N,?] x, float s, float[] any) => (float[] y) { y = Add (x, any) }",
        "g (seq(float[2]) x) => (optional(seq(float[2])) y) { y = Optional (x) }",
        "g (map(int64, float) x, sparse_tensor(float[3,4]) s, opaque(d, n) o) => (float[2] y) "
            + "{ y = Foo (x, s, o) }",
        "g (float[2] x) => (float[2] y) { y = Clip (x, \"\", x) }",
        "g (float[2] x) => (float[2] y) { \"\", y = Foo (x) = Sink (y) }",
        "g (float[2] \"conv1.weight\") => (float[2] \"/a/b_output_0\") "
            + "{ \"/a/b_output_0\" = Relu (\"conv1.weight\") }",
        "g (float[2] x) => (float[2] y) { y = com.microsoft.FusedConv <a = 1> (x) }",
        "g (float[2] x) => (float[2] y) { y = \"my-domain\".\"odd::op\":two (x) }",
        "g (float[\"a.b\"] float, float[2] inf) => (float[2] y) { y = Add (float, inf) }",
        "g (float[2] x = {1.5,2.5}) => (float[2] y) { y = Relu (x) }",
        "g (float[2] x) => (float[2] y) <float[2] t> { t = Relu (x) y = Relu (t) }",
      })
  void printsWhatItReads(String text) {
    assertStaysTheSame(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "i = 3",
        "i = -9223372036854775808",
        "f = 0.1",
        "f = inf",
        "f = -inf",
        "f = nan",
        "f: float = 2",
        "s = \"a \\\"quoted\\\" \\\\ text\"",
        "l = [1, 2, 3]",
        "l = [0.5, -1e-20]",
        "l: floats = [1, 2]",
        "l = [\"a\", \"\"]",
        "l: ints = []",
        "l: tensors = []",
        "t = float[2] {1,2}",
        "t = int64 {7}",
        "t = float[2] name = {1,2}",
        "l = [float[1] {1}, int64[1] {2}]",
        "p = float[N]",
        "l = [float[N], seq(int64[])]",
        "e = sparse_tensor(float[9]) {3: 1.5, 7: 2.5}",
        "g = inner () => (float[1] z) <float[1] c = {1}> { z = Neg (c) }",
        "g = \"odd name\" () => (float[1] z) { z = Add (x, x) }",
        "l = [a () => (float[1] u) { u = Neg (x) }, b () => (float[1] v) { v = Abs (x) }]",
        "a = 1, \"odd name\" = 2"
      })
  void keepsAttributes(String attribute) {
    assertStaysTheSame("g (float[1] x) => (float[1] y) { y = Foo <" + attribute + "> (x) }");
  }

  @Test
  void takesAttributesAfterTheInputsToo() {
    Model model = ModelText.parse("g (float[1] x) => (float[1] y) { y = Foo (x) <a = 1> }");
    assertEquals(1, model.graph().firstNode().orElseThrow().intAttribute("a", 0));
  }

  @Test
  void anEmptyPlaceBetweenCommasIsAbsent() {
    Model model = ModelText.parse("g (float[1] x) => (float[1] y) { y = Clip (x,,x) }");
    Node clip = model.graph().firstNode().orElseThrow();
    assertInstanceOf(Absent.class, clip.input(1));
    assertEquals(3, clip.inputs().size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "float; 1.5, -0.0, 1e-45",
        "double; 0.1, -inf, nan",
        "float16; 15360, 1.5, 65535",
        "bfloat16; 16256, 2.0, 3",
        "int8; -128, 127, 0",
        "uint8; 0, 255, 7",
        "int16; -32768, 32767, 1",
        "uint16; 65535, 0, 1",
        "int32; -2147483648, 5, 2147483647",
        "uint32; 4294967295, 0, 1",
        "int64; -9223372036854775808, 9223372036854775807, 0",
        "uint64; 18446744073709551615, 0, 1",
        "bool; 1, 0, 1",
        "int4; -8, 7, -1",
        "uint4; 15, 0, 9",
        "int2; -2, 1, 0",
        "uint2; 3, 0, 1",
        "float4e2m1; 15, 0, 9",
        "float8e4m3fn; 255, 0, 9",
        "float8e4m3fnuz; 255, 0, 9",
        "float8e5m2; 255, 0, 9",
        "float8e5m2fnuz; 255, 0, 9",
        "float8e8m0; 255, 0, 9",
        "float6e2m3; 63, 0, 9",
        "float6e3m2; 63, 1, 9",
        "complex64; 1, 2, 3, 4, 5, 6",
        "complex128; 1, 2, 3, 4, 5, 6.5",
        "string; \"a\", \"\", \"b \\\" c\""
      })
  void keepsConstantsOfEveryType(String type, String elements) {
    Model model =
        assertStaysTheSame(
            "g () => (%s[3] y) <%s[3] w = {%s}> { y = Identity (w) }"
                .formatted(type, type, elements));
    assertEquals(ElementType.ofKeyword(type).orElseThrow(), constant(model, "w").type());
  }

  @Test
  void packsFourBitElementsLowHalfFirst() {
    Model model = ModelText.parse("g () => (int4[3] y) <int4[3] w = {1,-1,3}> { y = Foo (w) }");
    assertArrayEquals(
        new byte[] {(byte) 0xF1, 0x03},
        constant(model, "w").bytes().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE));
  }

  @Test
  void keepsScalarsAndEmptyTensors() {
    assertStaysTheSame("g () => (float y) <float s = {2.5}, int64[0] e = {}> { y = Foo (s, e) }");
  }

  @Test
  void keepsSparseInitializers() {
    Model model =
        assertStaysTheSame(
            "g () => (float[2,3] y) <sparse_tensor(float[2,3]) w = {[0,1]: 1.5, [1,2]: -2.0}>"
                + " { y = Identity (w) }");
    Initializer w = model.graph().initializers().iterator().next();
    assertEquals("[2,2]", ((SparseTensor) w.payload()).indices().shape().toString());
  }

  @Test
  void keepsInputsWithDefaults() {
    Model model = assertStaysTheSame("g (float[2] x = {1,2}) => (float[2] y) { y = Relu (x) }");
    GraphInput input = model.graph().inputs().getFirst();
    assertTrue(input.byDefault().isPresent());
  }

  @Test
  void beforeIrVersion4ListedConstantsAreConstants() {
    Model model =
        assertStaysTheSame(
            "<ir_version: 3, opset_import: [\"\" : 8]>"
                + " g (float[2] x, float[2] w = {1,2}) => (float[2] y) { y = Add (x, w) }");
    assertEquals(1, model.graph().inputs().size());
    assertTrue(model.graph().initializers().iterator().next().listed().isPresent());
  }

  @Test
  void keepsTheHeader() {
    Model model =
        assertStaysTheSame(
            """
            <ir_version: 9, opset_import: ["" : 18, "com.microsoft" : 1], producer_name: "me",
             producer_version: "2", domain: "d", model_version: 3, doc_string: "two\nlines",
             metadata_props: ["a": "1", "b": "2"]>
            g (float[2] x) => (float[2] y) { y = Relu (x) }
            """);
    assertEquals("me 2", model.producer());
    assertEquals(1, model.opset("com.microsoft").orElseThrow());
  }

  @Test
  void keepsFunctions() {
    Model model =
        assertStaysTheSame(
            """
            <ir_version: 10, opset_import: ["" : 17, "local" : 1]>
            g (float[2] x) => (float[2] y) { y = local.Twice:v2 <slope = 0.5> (x) }
            <domain: "local", opset_import: ["" : 17], overload: "v2", doc_string: "doubles">
            Twice <slope, other: float = 1.0> (float[N] a, b) => (c) <float[N] t>
            {
              t = LeakyRelu <alpha: float = @slope> (a)
              c = Add (t, t)
            }
            """);
    Function twice = model.functionOf(model.graph().firstNode().orElseThrow()).orElseThrow();
    assertEquals(new Operator("local", "Twice", "v2"), twice.operator());
    assertEquals(List.of("slope"), twice.attributes());
    assertEquals("other", twice.defaults().getFirst().name());
    assertEquals(List.of("a", "t"), List.copyOf(twice.body().valueInfos().keySet()));
    assertInstanceOf(
        Attribute.Reference.class,
        twice.body().firstNode().orElseThrow().attributes().getFirst().content());
  }

  @Test
  void subgraphsReadValuesFromAround() {
    Model model =
        assertStaysTheSame(
            """
            g (bool c, float[2] x) => (float[2] y) {
              t = Neg (x)
              y = If (c) <
                then_branch = a () => (float[2] u) { u = Abs (t) },
                else_branch = b () => (float[2] v) <float[2] k ~ constant(3)> { v = Add (x, k) }
              >
            }
            """);
    assertEquals(2, model.graph().nodeCount());
  }

  @Test
  void readsExternalData(@TempDir Path folder) throws IOException {
    Files.write(folder.resolve("w.bin"), new byte[] {0, 0, 0, 0, 0, 0, (byte) 0x80, 0x3F});
    String text =
        "g () => (float[1] y) <float[1] w = [\"location\": \"w.bin\", \"offset\": \"4\"]>"
            + " { y = Identity (w) }";
    Model model = ModelText.parse(text, folder);
    assertArrayEquals(new double[] {1}, constant(model, "w").doubles());
    assertTrue(ModelText.print(model).contains("[\"location\": \"w.bin\", \"offset\": \"4\"]"));
  }

  @Test
  void skipsCommentsOfBothForms() {
    Model model =
        ModelText.parse(
            """
            # one
            g (float[2] x) => (float[2] y) { // two
              y = Relu (x) # three
            }
            """);
    assertEquals(1, model.graph().nodeCount());
  }

  @Test
  void inputsStandForWhatIsOnlyNamed() {
    Model model =
        ModelText.parseOpen(
            "g (float[2] x) => (float[2] y) <float[2] b'> { t = Add (x, w') y = Add (t, b') }");
    assertEquals(
        List.of("x", "w'", "b'"), model.graph().inputs().stream().map(GraphInput::name).toList());
    assertEquals("[2]", model.graph().inputs().get(2).type().tensorShape().orElseThrow() + "");
  }

  @Test
  void leavesLargeConstantsOutWhenAsked() {
    Model model =
        ModelText.parse(
            "g () => (float[9] y) <float[9] w ~ normal(1), float[1] s = {2}> { y = Add (w, s) }");
    String text = ModelText.print(model, 4);
    assertTrue(text.contains("# 9 elements of 'w' are left out"), text);
    assertEquals("w", ModelText.parseOpen(text).graph().inputs().getFirst().name());
  }

  /** Text to model to text to model: both models are byte for byte the same. */
  private static Model assertStaysTheSame(String text) {
    Model model = ModelText.parse(text);
    String printed = ModelText.print(model);
    assertTrue(!printed.contains("# "), printed);
    Model again = ModelText.parse(printed);
    assertArrayEquals(ModelFile.toBytes(model), ModelFile.toBytes(again), printed);
    return model;
  }

  private static Tensor constant(Model model, String name) {
    for (Initializer initializer : model.graph().initializers()) {
      if (initializer.name().equals(name)) {
        return initializer.tensor().orElseThrow();
      }
    }
    throw new AssertionError("no constant " + name);
  }
}
