package dev.repfuse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.io.Metadata;
import dev.repfuse.ir.io.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Architectures from the command line: what is taken out, what is said, what is refused. */
class ExtractCommandTest {
  /** Two layers of three branches, the last of which is the layer's input. */
  static final String SUPERNET =
      """
      g (float[N,3,6,6] x, int64[2] arch) => (float[N,3,6,6] y)
      <
        int64[1] front = {0}, int64 i0 = {0}, int64 i1 = {1},
        float[3] s ~ uniform(9, 0.5, 1.5), float[3] o ~ normal(8), float[3] m ~ normal(7),
        float[3] q ~ variance(6),
        float[3,3,3,3] a0 ~ normal(1), float[3,3,1,1] b0 ~ normal(2),
        float[3,3,3,3] a1 ~ normal(3), float[3,3,1,1] b1 ~ normal(4)
      >
      { l0 = Relu (x)
      """
          + SampleModels.choices(2, "s, o, m, q")
          + "y = Neg (l2) }";

  @TempDir Path folder;

  private Path supernet() {
    return SampleModels.write(folder, "net.onnx", SUPERNET);
  }

  private static List<String> operators(Path model) {
    return ModelFile.read(model).graph().nodeList().stream().map(Node::opType).toList();
  }

  private List<String> files() {
    return Arrays.stream(folder.toFile().list()).sorted().toList();
  }

  @Test
  void takesANetworkOutAndComparesIt() {
    CommandRun run = CommandRun.of("extract", supernet(), "--arch", "0,2");

    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertTrue(run.out().contains("against the supernet with these choices: equal"), run.out());
    assertEquals(List.of("net.0-2.onnx", "net.onnx"), files());
    Path written = folder.resolve("net.0-2.onnx");
    assertEquals(List.of("Relu", "Conv", "Relu", "Relu", "Neg"), operators(written));
    Model model = ModelFile.read(written);
    assertEquals(List.of("x"), model.graph().inputs().stream().map(NamedValue::name).toList());
    assertEquals("0,2", Metadata.of(model).get("repfuse.architecture"));
  }

  @Test
  void batchNormalizationsStayOnRequest() {
    Path result = folder.resolve("subnet.onnx");
    CommandRun run =
        CommandRun.of("extract", supernet(), "--arch", "0,1", "--keep-bn", "-o", result);

    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertEquals(
        List.of("Relu", "Conv", "BatchNormalization", "Relu", "Conv", "Relu", "Neg"),
        operators(result));
  }

  @Test
  void choicesMayComeFromFiles() throws IOException {
    Path supernet = supernet();
    Path space = folder.resolve("space.json");
    assertEquals(ExitCode.DONE, CommandRun.of("supernet", supernet, "-o", space).code());
    Path arch = Files.writeString(folder.resolve("arch.json"), "[1, 1]");

    CommandRun run = CommandRun.of("extract", supernet, "--arch", arch, "--space", space);

    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertEquals(
        List.of("Relu", "Conv", "Relu", "Conv", "Relu", "Neg"),
        operators(folder.resolve("net.1-1.onnx")));
  }

  @Test
  void refusesAWrongDescription() throws IOException {
    Path supernet = supernet();
    Path space = folder.resolve("space.json");
    CommandRun.of("supernet", supernet, "-o", space);
    String text = Files.readString(space);
    Files.writeString(space, text.replace("\"g1\"", "\"y\""));

    CommandRun run = CommandRun.of("extract", supernet, "--arch", "1,1", "--space", space);

    assertEquals(ExitCode.DIFFERENT, run.code());
    assertTrue(run.err().contains("1,1: different"), run.err());
    assertTrue(run.err().contains("nothing was written"), run.err());
    assertEquals(List.of("net.onnx", "space.json"), files());
  }

  @Test
  void refusesADescriptionOfHalfOfIt() throws IOException {
    Path supernet = supernet();
    Path space =
        Files.writeString(
            folder.resolve("space.json"),
            """
            {"format": "repfuse-supernet", "version": 1, "points": [{"kind": "gather",
             "input": "arch", "at": [0], "branches": ["p0", "r0", "l0"], "output": "g0"}]}
            """);

    CommandRun run = CommandRun.of("extract", supernet, "--arch", "1", "--space", space);

    assertEquals(ExitCode.USAGE, run.code());
    assertEquals(
        "repfuse: %s: arch[1] decides too, and is left out\n".formatted(supernet), run.err());
  }

  @Test
  void refusesWhatIsNoArchitecture() throws IOException {
    Path supernet = supernet();
    refuses(supernet, "choice 1 is 3, and arch[1] takes 0 to 2", "--arch", "0,3");
    refuses(supernet, "choice 0 is -1, and arch[0] takes 0 to 2", "--arch=-1,0");
    refuses(
        supernet,
        "has 1 choices, and the supernet has 2: arch[0] 0 to 2, arch[1] 0 to 2",
        "--arch",
        "2");
    refuses(
        supernet,
        "10 distinct ones are asked for, and there are 9",
        "--random",
        "10",
        "-o",
        folder.resolve("many").toString());
    CommandRun both = CommandRun.of("extract", supernet, "--arch", "0,0", "--random", "1");
    assertTrue(both.err().contains("give either --arch or --random"), both.err());
    CommandRun large = CommandRun.of("extract", supernet, "--arch", "0,99999999999");
    assertTrue(large.err().contains("--arch: 99999999999 is too large"), large.err());
    Path relu = SampleModels.write(folder, "relu.onnx", SampleModels.RELU);
    refuses(relu, "no input decides between branches or gives rise to weights", "--arch", "0");
  }

  private static void refuses(Path model, String cause, String... options) {
    Object[] words = new Object[2 + options.length];
    words[0] = "extract";
    words[1] = model;
    System.arraycopy(options, 0, words, 2, options.length);
    CommandRun run = CommandRun.of(words);
    assertEquals(ExitCode.USAGE, run.code());
    assertEquals("repfuse: %s: %s\n".formatted(model, cause), run.err());
  }

  @Test
  void drawsNetworks() {
    Path drawn = folder.resolve("drawn");
    CommandRun run =
        CommandRun.of("extract", supernet(), "--random", "4", "--seed", "3", "-o", drawn);

    assertEquals(ExitCode.DONE, run.code(), run.err());
    String[] files = drawn.toFile().list();
    assertEquals(4, files.length);
    assertTrue(Arrays.stream(files).allMatch(name -> name.matches("net\\.[0-2]-[0-2]\\.onnx")));
  }

  @Test
  void nothingThatOthersMadeIsReplaced() throws IOException {
    Path supernet = supernet();
    Path taken = Files.writeString(folder.resolve("net.0-0.onnx"), "notes");
    CommandRun run = CommandRun.of("extract", supernet, "--arch", "0,0");
    assertEquals(ExitCode.USAGE, run.code());
    assertEquals("notes", Files.readString(taken));
    assertFalse(run.err().isEmpty());
  }
}
