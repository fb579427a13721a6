package dev.repfuse.supernet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.Project;
import dev.repfuse.pass.choice.ChoicePoint.Branching;
import dev.repfuse.pass.choice.ChoicePoint.Generated;
import dev.repfuse.pass.choice.ChoicePoint.Meeting;
import dev.repfuse.pass.choice.Decider;
import dev.repfuse.pass.choice.SearchSpace;
import dev.repfuse.runtime.DataException;
import dev.repfuse.search.angle.History;
import dev.repfuse.search.angle.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files of choice points: read, written, and refused in one line. */
class SupernetFileTest {
  private static final String GOOD =
      """
      {"format": "repfuse-supernet", "version": 1, "points": [
       {"kind": "sum", "input": "arch", "at": [0], "branches": ["a", "b"], "output": "y"},
       {"kind": "weights", "input": "ids", "at": [], "choices": 31, "values": ["w"]}]}
      """;

  private static final SearchSpace SPACE =
      new SearchSpace(
          List.of(
              new Branching(Meeting.SUM, new Decider("arch", List.of(0)), List.of("a", "b"), "y"),
              new Generated(new Decider("ids", List.of()), 31, List.of("w"))));

  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("supernet.json"), text);
  }

  @Test
  void readsPoints() throws IOException {
    assertEquals(SPACE, SupernetFile.read(file(GOOD)));
  }

  @Test
  void readsWhatItWrote() throws IOException {
    String text = SupernetFile.write(SPACE, Map.of("model", "m.onnx"));
    assertEquals(SPACE, SupernetFile.read(file(text)));
    assertTrue(text.startsWith(SupernetFile.beginning()), text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "\"repfuse-supernet\" | \"other\"      | '/format' is no \"repfuse-supernet\"",
        "\"version\": 1     | \"version\": 3   | '/version' is 3, and this repfuse knows 2",
        "\"points\"         | \"layers\"       | '/layers' is no key of version 2",
        "\"points\"         | \"allowed\": [], \"points\" | '/allowed' is no key of version 1",
        "\"sum\"            | \"mean\"         | '/points/0/kind' is none of sum, gather, if and weights",
        "\"at\": [0]        | \"at\": [-1]     | '/points/0/at/0' -1 is below 0",
        "\"at\": [0]        | \"at\": 0        | '/points/0/at' has to be a list",
        "[\"a\", \"b\"]     | []               | '/points/0/branches' is empty",
        "\"output\": \"y\"  | \"output\": 7    | '/points/0/output' has to be a string",
        "\"output\": \"y\"  | \"outputs\": \"y\" | '/points/0/outputs' is no key here; known are kind, input, at, branches, output",
        "\"output\": \"y\"  | \"output\": \"y\", \"values\": [] | '/points/0/values' is no key here; known are kind, input, at, branches, output",
        "31                 | 0                | '/points/1/choices' 0 is below 1",
        "\"ids\", \"at\": [] | \"arch\", \"at\": [0] | '/points/1' has 31 choices, and another point that arch[0] decides has 2",
      })
  void namesTheFileThePlaceAndTheCause(String from, String to, String message) throws IOException {
    Path file = file(GOOD.replace(from, to));
    DataException refusal = assertThrows(DataException.class, () -> SupernetFile.read(file));
    assertEquals(file + ": " + message, refusal.getMessage());
  }

  private static final String SHRUNK =
      GOOD.replace("1, \"points\"", "2, \"points\"")
          .replace(
              "]}]}",
              "]}], \"allowed\": [{\"input\": \"ids\", \"at\": [], \"choices\": [3, 30]}]}");

  @Test
  void readsAndWritesWhatIsLeft() throws IOException {
    SearchSpace space = SupernetFile.read(file(SHRUNK));
    assertEquals(List.of(List.of(0, 1), List.of(3, 30)), space.choices());
    assertEquals(space, SupernetFile.read(file(SupernetFile.write(space, Map.of()))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "[3, 30] | [30, 3] | '/allowed/0/choices' ids: [30, 3] is no ascending list of choices from 0 to 30",
        "[3, 30] | [3, 31] | '/allowed/0/choices' ids: [3, 31] is no ascending list of choices from 0 to 30",
        "[3, 30] | []      | '/allowed/0/choices' ids has no choice left",
        "\"ids\", \"at\": [], \"choices\": [3, | \"id\", \"at\": [], \"choices\": [3, | '/allowed/0' id is decided by no point, or stands here twice",
      })
  void whatIsLeftIsOfTheSpace(String from, String to, String message) throws IOException {
    Path file = file(SHRUNK.replace(from, to));
    DataException refusal = assertThrows(DataException.class, () -> SupernetFile.read(file));
    assertEquals(file + ": " + message, refusal.getMessage());
  }

  @Test
  void readsAndWritesTheStepsSoFar() throws IOException {
    History history = new History(Schedule.SPOS, 9, 63, "0123456789abcdef", OptionalInt.of(8));
    SupernetFile.Document document = new SupernetFile.Document(SPACE, Optional.of(history));
    Path file = file(SupernetFile.write(document, Map.of()));
    assertEquals(document, SupernetFile.readWithHistory(file));
    Path other = file(Files.readString(file).replace("\"spos\"", "\"fast\""));
    DataException refusal = assertThrows(DataException.class, () -> SupernetFile.read(other));
    assertEquals(
        other + ": '/shrunk/schedule' is none of spos, fairnas, darts and third",
        refusal.getMessage());
  }

  @Test
  void aSpaceHasPoints() throws IOException {
    Path file = file("{\"format\": \"repfuse-supernet\", \"version\": 1, \"points\": []}");
    DataException refusal = assertThrows(DataException.class, () -> SupernetFile.read(file));
    assertEquals(file + ": '/points' is empty", refusal.getMessage());
  }

  /** The schema in docs knows the same keys as the reader. */
  @Test
  void theSchemaNamesTheSameKeys() {
    JsonNode schema = new JsonMapper().readTree(Project.file("docs/supernet.schema.json").toFile());
    assertEquals(
        new TreeSet<>(
            List.of(
                "format",
                "version",
                SupernetFile.POINTS,
                SupernetFile.ALLOWED,
                SupernetFile.SHRUNK,
                SupernetFile.ABOUT)),
        new TreeSet<>(schema.get("properties").propertyNames()));
    assertEquals(SupernetFile.VERSION, schema.at("/properties/version/enum/1").intValue());
    assertEquals(SupernetFile.LEFT, required(schema.at("/$defs/left")));
    assertEquals(
        new TreeSet<>(HistoryJson.KEYS),
        new TreeSet<>(schema.at("/$defs/history/properties").propertyNames()));
    assertEquals(SupernetFile.BRANCHING, required(schema.at("/$defs/branching")));
    assertEquals(SupernetFile.GENERATED, required(schema.at("/$defs/generated")));
  }

  /** All keys of a point have to be there. */
  private static List<String> required(JsonNode object) {
    List<String> required = new ArrayList<>();
    object.get("required").forEach(key -> required.add(key.stringValue()));
    assertEquals(new TreeSet<>(required), new TreeSet<>(object.get("properties").propertyNames()));
    return required;
  }
}
