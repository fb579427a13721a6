package dev.repfuse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.io.ModelFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Pruning from the command line: what goes, what is said, what is refused. */
class PruneCommandTest {
  private static final String NETWORK =
      "g (float[N,3,6,6] x) => (float[N,2,6,6] y) <float[8,3,3,3] v ~ normal(1), float[2,8,1,1] w ~"
          + " normal(2)> { c = Conv <pads = [1,1,1,1]> (x, v) r = Relu (c) y = Conv (r, w) }";

  @TempDir Path folder;

  private Path model() {
    return SampleModels.write(folder, "model.onnx", NETWORK);
  }

  @Test
  void removesAShareAndComparesWithTheMask() {
    CommandRun run = CommandRun.of("prune", model(), "--ratio", "0.5");

    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertTrue(run.out().contains("against the masked original: equal"), run.out());
    Path written = folder.resolve("model.pruned.onnx");
    assertEquals(
        List.of(4L, 3L, 3L, 3L),
        ModelFile.read(written).graph().initializers().stream()
            .filter(constant -> constant.name().equals("v"))
            .flatMap(constant -> constant.tensor().stream())
            .flatMap(tensor -> Arrays.stream(tensor.shape().sizes().orElseThrow()).boxed())
            .toList());
    assertEquals(List.of("model.onnx", "model.pruned.arch.json", "model.pruned.onnx"), files());
  }

  private List<String> files() {
    return Arrays.stream(folder.toFile().list()).sorted().toList();
  }

  @Test
  void listsGroupsAndWhatKeepsThem() {
    CommandRun run = CommandRun.of("prune", model(), "--list");

    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertTrue(run.out().contains("       8        1,044           29  v[0]"), run.out());
    assertTrue(run.out().contains("made by Conv 'c'; read by Conv 'y'"), run.out());
    assertTrue(run.out().contains("stay: graph output 'y': callers read it"), run.out());
    assertEquals(List.of("model.onnx"), files());
  }

  @Test
  void listsThemForAScript() {
    CommandRun run = CommandRun.of("prune", model(), "--list", "--json");

    assertTrue(run.out().contains("\"weights\" : [ \"v[0]\" ]"), run.out());
    assertTrue(run.out().contains("\"makers\" : [ \"Conv 'c'\" ]"), run.out());
    assertTrue(run.out().contains("\"macsPerChannel\" : 1044"), run.out());
    assertTrue(
        run.out().contains("\"pinnedBy\" : \"graph output 'y': callers read it\""), run.out());
  }

  @Test
  void weightsThatCallersMayOverrideStayUnlessFrozen() {
    String overridable =
        NETWORK
            .replace("(float[N,3,6,6] x)", "(float[N,3,6,6] x, float[8,3,3,3] v ~ normal(1))")
            .replace("<float[8,3,3,3] v ~ normal(1), ", "<");
    Path model = SampleModels.write(folder, "model.onnx", overridable);

    CommandRun without = CommandRun.of("prune", model, "--ratio", "0.5", "--json");
    CommandRun with = CommandRun.of("prune", model, "--ratio", "0.5", "--freeze-weights", "--json");

    assertTrue(without.out().contains("\"channelsRemoved\" : 0"), without.out());
    String text = CommandRun.of("prune", model, "--ratio", "0.5").out();
    assertTrue(text.contains("    2 stay: graph output 'y': callers read it"), text);
    assertEquals(ExitCode.DONE, with.code(), with.err());
    assertTrue(with.out().contains("\"channelsRemoved\" : 4"), with.out());
    assertTrue(with.out().contains("\"verdict\" : \"equal\""), with.out());
  }

  @Test
  void whatWentIsWrittenBesideAndReplaysToTheSameBytes() throws IOException {
    Path model = model();
    CommandRun.of("prune", model, "--ratio", "0.4", "--criterion", "random", "--seed", "5");
    Path first = folder.resolve("model.pruned.onnx");
    Path arch = folder.resolve("model.pruned.arch.json");

    CommandRun run =
        CommandRun.of("prune", model, "--arch", arch, "-o", folder.resolve("again.onnx"));

    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertEquals(-1, Files.mismatch(first, folder.resolve("again.onnx")));
    Path other =
        SampleModels.write(folder, "other.onnx", NETWORK.replace("normal(1)", "normal(3)"));
    CommandRun refused = CommandRun.of("prune", other, "--arch", arch);
    assertEquals(ExitCode.USAGE, refused.code());
    assertTrue(refused.err().contains("'/model/sha256' is that of another model"), refused.err());
  }

  @Test
  void meetsABudget() {
    CommandRun run = CommandRun.of("prune", model(), "--params", "0.1k", "--json");

    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertTrue(run.out().contains("\"parameters\" : 87"), run.out());
    CommandRun none = CommandRun.of("prune", model(), "--macs", "3");
    assertEquals(ExitCode.USAGE, none.code());
    assertTrue(none.err().contains("at most 3 macs by l1: it costs 1044 without"), none.err());
    CommandRun words = CommandRun.of("prune", model(), "--macs", "many");
    assertTrue(words.err().contains("--macs: 'many' is no number such as 300M"), words.err());
    CommandRun both = CommandRun.of("prune", model(), "--macs", "3", "--ratio", "0.5");
    assertTrue(both.err().contains("--ratio and --macs exclude each other"), both.err());
  }

  @Test
  void zerosGoWithoutAChange() {
    String text = NETWORK.replace("v ~ normal(1)", "v ~ normal(1), float[8] k = {1,0,1,0,1,1,1,0}");
    Path model =
        SampleModels.write(
            folder,
            "model.onnx",
            text.replace("(x, v)", "(x, v) m = BatchNormalization (c, k, z, z, o)")
                .replace("Relu (c)", "Relu (m)")
                .replace(
                    "float[8] k",
                    "float[8] z ~ constant(0), float[8] o ~ constant(1), float[8] k"));

    CommandRun run = CommandRun.of("prune", model, "--zeros");

    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertTrue(run.out().contains("against the original: equal"), run.out());
    assertTrue(run.out().contains("channels removed                  3"), run.out());
  }

  /** Each filter is there twice, so that what is left can stand for what went. */
  @Test
  void fittedWeightsStandForChannelsThatWent() throws IOException {
    String half = "1, 2, 3, 4, -5, 6, 7, -8, 9, 1, -1, 2";
    Path model =
        SampleModels.write(
            folder,
            "model.onnx",
            "g (float[N,3,1,1] x) => (float[N,2,1,1] y) <float[8,3,1,1] v = {%s, %s}, float[2,8,1,1] w"
                    .formatted(half, half)
                + " ~ normal(2)> { c = Conv (x, v) r = Relu (c) y = Conv (r, w) }");
    Path arch = folder.resolve("first.json");
    Files.writeString(
        arch,
        "{\"format\": \"repfuse-arch\", \"version\": 1, \"layers\": [{\"name\": \"v\","
            + " \"dropChannels\": [0, 1, 2, 3]}]}");
    Path data = data(400 * 3);

    CommandRun run =
        CommandRun.of("prune", model, "--arch", arch, "--recover", data, "--batch", "50", "--json");

    assertEquals(ExitCode.DONE, run.code(), run.err());
    JsonNode recovery = new JsonMapper().readTree(run.out()).get("recovery");
    assertTrue(recovery.get("errorBefore").doubleValue() > 0.1, run.out());
    assertTrue(recovery.get("errorAfter").doubleValue() < 1e-2, run.out());
    assertEquals("Conv 'y'", recovery.at("/layers/0/node").stringValue());
    assertTrue(Files.exists(folder.resolve("model.pruned.onnx")));
  }

  /** Random numbers as an array of [n, 3, 1, 1]. */
  private Path data(int count) throws IOException {
    String header =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, 3, 1, 1), }".formatted(count / 3);
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + header.length() + 4 * count).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    bytes.putShort((short) header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < count; i++) {
      bytes.putFloat((float) random.nextGaussian());
    }
    Path file = folder.resolve("x.npy");
    Files.write(file, bytes.array());
    return file;
  }

  @Test
  void doesNotReplaceAFileThatIsNoArchitecture() throws IOException {
    Path taken = folder.resolve("model.pruned.arch.json");
    Files.writeString(taken, "notes");

    CommandRun run = CommandRun.of("prune", model(), "--ratio", "0.5");

    assertEquals(ExitCode.USAGE, run.code());
    assertTrue(run.err().contains("exists and is no architecture"), run.err());
    assertEquals("notes", Files.readString(taken));
    assertFalse(Files.exists(folder.resolve("model.pruned.onnx")));
  }

  @Test
  void asksForARatioBelowOne() {
    for (String share : List.of("1", "-0.1", "NaN")) {
      CommandRun run = CommandRun.of("prune", model(), "--ratio=" + share);
      assertEquals(ExitCode.USAGE, run.code());
      assertTrue(run.err().contains("--ratio"), run.err());
    }
    assertFalse(Files.exists(folder.resolve("model.pruned.onnx")));
  }

  @Test
  void asksForSomethingToDo() {
    CommandRun run = CommandRun.of("prune", model());
    assertEquals(ExitCode.USAGE, run.code());
    assertTrue(run.err().contains("nothing says which channels go"), run.err());
  }
}
