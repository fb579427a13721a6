package dev.repfuse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.fitness.Labels;
import dev.repfuse.ir.io.Metadata;
import dev.repfuse.ir.io.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Searches from the command line: what is found, written, known afterwards, and refused. */
class SearchCommandTest {
  @TempDir Path folder;
  private Path supernet = Path.of("");
  private Path images = Path.of("");

  @BeforeEach
  void sample() throws IOException {
    supernet = SampleModels.write(folder, "net.onnx", SearchSample.supernet());
    images = SearchSample.images(folder.resolve("images"), 12);
  }

  private CommandRun search(Object... more) {
    return CommandRun.of(SearchSample.words(supernet, images, more).toArray());
  }

  private JsonNode report() {
    return JsonMapper.shared().readTree(folder.resolve("net.search/search.json").toFile());
  }

  private List<String> candidates() throws IOException {
    return Files.readAllLines(folder.resolve("net.search/candidates.csv"));
  }

  @Test
  void writesAllCandidatesAndTheBestNetwork() throws IOException {
    CommandRun run = search("--seed", "3", "--macs", "20k");

    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertTrue(run.out().contains("81 architectures"), run.out());
    assertTrue(run.out().contains("macs: at most 20,000"), run.out());
    JsonNode report = report();
    assertTrue(report.get("complete").asBoolean());
    assertEquals(24, report.get("evolution").size());
    assertEquals(24, report.get("random").size());
    assertEquals(1 + 48, candidates().size());
    for (JsonNode candidate : report.get("evolution")) {
      assertTrue(candidate.get("macs").asDouble() <= 20_000);
      double accuracy = candidate.get("accuracy").asDouble();
      assertTrue(accuracy >= 0 && accuracy <= 1);
    }
    Path best = folder.resolve("net.search/best.onnx");
    String architecture =
        report.get("best").get("accuracy").asDouble()
                >= report.get("bestOfRandom").get("accuracy").asDouble()
            ? report.get("best").get("architecture").toString()
            : report.get("bestOfRandom").get("architecture").toString();
    assertEquals(
        architecture, "[" + Metadata.of(ModelFile.read(best)).get("repfuse.architecture") + "]");
    assertTrue(Files.readString(folder.resolve("net.search/search.html")).contains("By macs"));
  }

  @Test
  void knowsAfterwardsWhatItFound() throws IOException {
    search("--seed", "3");
    List<String> before = candidates();
    CommandRun run = search("--seed", "3");

    assertTrue(run.out().contains("0 evaluated now"), run.out());
    assertEquals(before, candidates());
    CommandRun other = search("--seed", "3", "--keep-statistics");
    assertFalse(other.out().contains("0 evaluated now"), "that is another question");
  }

  /** What is judged is the network of extract and calibrate, run by anybody. */
  @Test
  void judgesWhatExtractAndCalibrateGive() throws IOException {
    search("--seed", "3", "--score", "loss");
    String row = candidates().get(1);
    String architecture = row.split(",", -1)[3].replace('-', ',');
    Path taken = folder.resolve("taken.onnx");
    CommandRun.of("extract", supernet, "--arch", architecture, "--keep-bn", "-o", taken);
    CommandRun.of("calibrate", taken, "--data", images, "--batch", "5");
    double loss = TwoClasses.loss(ModelFile.read(folder.resolve("taken.calibrated.onnx")), images);
    assertEquals(loss, Double.parseDouble(row.split(",", -1)[4]), 1e-4);
  }

  @Test
  void looksForAFront() {
    CommandRun run = search("--objective", "params");

    assertEquals(ExitCode.DONE, run.code(), run.err());
    JsonNode front = report().get("front");
    assertTrue(front.size() >= 1);
    for (int i = 1; i < front.size(); i++) {
      assertTrue(front.get(i).get("params").asDouble() > front.get(i - 1).get("params").asDouble());
      assertTrue(
          front.get(i).get("accuracy").asDouble() > front.get(i - 1).get("accuracy").asDouble());
    }
  }

  @Test
  void limitsHaveBothEnds() {
    search("--macs", "5k..20k", "--bytes", "8KiB");
    for (JsonNode candidate : report().get("random")) {
      double macs = candidate.get("macs").asDouble();
      assertTrue(macs >= 5_000 && macs <= 20_000 && candidate.get("bytes").asDouble() <= 8192);
    }
  }

  @Test
  void saysWhichLimitsCanBeMet() {
    CommandRun run = search("--macs", "100");

    assertEquals(ExitCode.USAGE, run.code());
    // The stem has 2,304, the classifier 512; four 3×3 layers 36,864 more.
    assertTrue(
        run.err().contains("macs from 0 to 100 asked for, from 2,816 to 39,680 found"), run.err());
  }

  @Test
  void refusesADamagedCacheAndLeavesIt() throws IOException {
    Path cache = Files.writeString(folder.resolve("cache"), "no database at all ".repeat(99));
    CommandRun run = search("--cache", cache);

    assertEquals(ExitCode.USAGE, run.code());
    assertTrue(run.err().contains(cache + ": cannot be used as a cache"), run.err());
    assertTrue(Files.readString(cache).startsWith("no database"));
  }

  /** Of 24 images, in the order of their names, 6 are 3 of each class. */
  @Test
  void aLimitTakesImagesOfAllClasses() {
    assertEquals(List.of(0, 0, 0, 1, 1, 1), Labels.read(images, "", Optional.empty(), 6));
  }

  /** A class may have no images here: its number is its place among the folders all the same. */
  @Test
  void foldersAreClassesWithoutImagesToo() throws IOException {
    Files.createDirectories(images.resolve("middle"));
    assertEquals(List.of(0, 0, 0, 2, 2, 2), Labels.read(images, "", Optional.empty(), 6));
    Files.copy(images.resolve("left/0.png"), images.resolve("stray.png"));
    CommandRun run = search();
    assertEquals(ExitCode.USAGE, run.code());
    assertTrue(run.err().contains("stray.png: lies beside the folders of classes"), run.err());
  }

  /** Before hours of work, not after them. */
  @Test
  void refusesAFolderWithFilesOfOthers() throws IOException {
    search("--seed", "3");
    assertEquals(ExitCode.DONE, search("--seed", "4").code(), "its own files are replaced");
    Path csv = folder.resolve("net.search/candidates.csv");
    Files.writeString(csv, "name,votes");
    CommandRun run = search("--seed", "3");

    assertEquals(ExitCode.USAGE, run.code());
    assertTrue(run.err().contains(csv + ": exists"), run.err());
    assertEquals("name,votes", Files.readString(csv));
    assertEquals(ExitCode.DONE, search("--seed", "3", "--overwrite").code());
  }

  @Test
  void refusesDataWithoutLabels() throws IOException {
    Files.createDirectories(folder.resolve("flat"));
    Files.copy(images.resolve("left/0.png"), folder.resolve("flat/0.png"));
    images = folder.resolve("flat");
    CommandRun run = search();

    assertEquals(ExitCode.USAGE, run.code());
    assertTrue(run.err().contains("has no folder for each class"), run.err());
  }

  @Test
  void refusesMoreClassesThanTheNetworkHas() throws IOException {
    Files.createDirectories(images.resolve("up"));
    Files.copy(images.resolve("left/0.png"), images.resolve("up/0.png"));
    CommandRun run = search();

    assertEquals(ExitCode.USAGE, run.code());
    assertTrue(run.err().contains("has label 2, and the network has 2 classes"), run.err());
  }

  @Test
  void refusesWhatMakesNoSense() {
    List<List<Object>> nonsense =
        List.of(
            List.of("--preset", "luck"),
            List.of("--macs", "many"),
            List.of("--macs", "9..3"),
            List.of("--latency", "12ms"),
            List.of("--objective", "beauty"),
            List.of("--population", "0"),
            List.of("--score", "beauty"),
            List.of("--threads", "0"),
            List.of("--listen", "nowhere:port"));
    HashSet<String> messages = new HashSet<>();
    for (List<Object> words : nonsense) {
      CommandRun run = search(words.toArray());
      assertEquals(ExitCode.USAGE, run.code(), () -> words + run.out());
      messages.add(run.err());
    }
    assertEquals(nonsense.size(), messages.size(), "each has a reason of its own");
  }
}
