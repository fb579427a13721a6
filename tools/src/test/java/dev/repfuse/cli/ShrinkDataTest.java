package dev.repfuse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Operators ranked by what architectures get right on data. */
class ShrinkDataTest {
  private static final String JUDGED = "accuracy: judged";

  @TempDir Path folder;

  private Path initial = Path.of("");
  private Path trained = Path.of("");
  private Path images = Path.of("");

  @BeforeEach
  void write() throws IOException {
    String text = SearchSample.supernet();
    initial = SampleModels.write(folder, "initial.onnx", text.replace("normal(", "normal(10"));
    trained = SampleModels.write(folder, "net.onnx", text);
    images = SearchSample.images(folder.resolve("images"), 20);
  }

  private JsonNode shrink(Object... more) {
    List<Object> words =
        Stream.concat(
                Stream.of("shrink", "--initial", initial, "--trained", trained, "--json"),
                Stream.of(more))
            .toList();
    CommandRun run = CommandRun.of(words.toArray());
    assertEquals(ExitCode.DONE, run.code(), run.err());
    return new JsonMapper().readTree(run.out());
  }

  /** Over all architectures, each layer's operators share the same mean. */
  @Test
  void anOperatorIsWorthTheMeanOfItsArchitectures() {
    JsonNode document = shrink("--data", images, "--judge", "1000");
    assertEquals(81, document.get("judged").intValue());
    double[] layers = new double[4];
    for (JsonNode row : document.get("operators")) {
      layers[row.get("decider").intValue()] +=
          row.at("/rankings/" + JUDGED + "/value").doubleValue() / 3;
    }
    assertTrue(layers[0] > 0.4 && layers[0] <= 1, document.toString());
    for (double mean : layers) {
      assertEquals(layers[0], mean, 1e-12);
    }
  }

  /** What search finds an architecture worth is what it is judged to be worth here. */
  @Test
  void agreesWithSearch() throws IOException {
    CommandRun.of(SearchSample.words(trained, images).toArray());
    List<String> candidates = Files.readAllLines(folder.resolve("net.search/candidates.csv"));
    List<String> rows =
        candidates.stream()
            .map(line -> line.split(",", -1))
            .map(cells -> cells[3] + "," + cells[4])
            .distinct()
            .toList();
    Path table = folder.resolve("alone.csv");
    Files.writeString(
        table, String.join("\n", rows).replace("architecture,accuracy", "arch,alone") + "\n");

    JsonNode document = shrink("--data", images, "--judge", "2", "--accuracies", table);

    JsonNode judged =
        document
            .get("agreement")
            .valueStream()
            .filter(row -> row.get("figure").stringValue().equals(JUDGED))
            .findFirst()
            .orElseThrow();
    assertEquals(1, judged.get("tau").doubleValue(), document.toString());
  }

  /** What the first call found out is in the file. */
  @Test
  void aCacheSparesTheSecondCall() throws IOException {
    Path cache = folder.resolve("known.sqlite");
    JsonNode first = shrink("--data", images, "--judge", "3", "--cache", cache);
    JsonNode second = shrink("--data", images, "--judge", "3", "--cache", cache);
    assertEquals(first.get("operators"), second.get("operators"));
    assertTrue(first.get("evaluated").intValue() > 8, first.toString());
    assertEquals(0, second.get("evaluated").intValue());
  }

  @Test
  void saysWhatDoesNotFit() {
    CommandRun run =
        CommandRun.of(
            "shrink", "--initial", initial, "--trained", trained, "--data", images, "--judge", "0");
    assertEquals(ExitCode.USAGE, run.code());
    assertTrue(run.err().contains("--judge: 0 is below 1"), run.err());
  }
}
