package dev.repfuse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.pass.cost.Target;
import dev.repfuse.runtime.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files of measured figures: read, written, and refused in one line. */
class TargetFileTest {
  private static final String GOOD =
      """
      {"format": "repfuse-target", "version": 1, "name": "board",
       "denseMacsPerNanosecond": 12.5, "narrowMacsPerNanosecond": 4,
       "depthwiseMacsPerNanosecond": 2, "bytesPerNanosecond": 6, "launchNanoseconds": 900}
      """;

  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("board.json"), text);
  }

  private void assertRefused(String text, String message) throws IOException {
    Path file = file(text);
    DataException refusal = assertThrows(DataException.class, () -> TargetFile.read(file));
    assertEquals(file + ": " + message, refusal.getMessage());
  }

  @Test
  void readsFigures() throws IOException {
    assertEquals(new Target("board", 12.5, 4, 2, 6, 900, 8), TargetFile.read(file(GOOD)));
  }

  @Test
  void readsWhatItWrote() {
    Target target = new Target("a board", 1.25, 1e-3, 3, 4, 5.5, 32);
    Path file = folder.resolve("written.json");
    TargetFile.write(target, Map.of("onnxruntime", "1.29.0"), file);
    assertEquals(target, TargetFile.read(file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "\"repfuse-target\" | \"other\"    | '/format' is no \"repfuse-target\"",
        "\"version\": 1     | \"version\": 2    | '/version' is 2, and this repfuse knows 1",
        "\"version\": 1     | \"version\": 1.5  | '/version' has to be a whole number from 1 on",
        "\"version\": 1     | \"version\": \"1\" | '/version' has to be a whole number from 1 on",
        "\"name\": \"board\", |                  | '/name' is missing",
        "\"board\"          | \"\"           | '/name' has to be one line of 1 to 64 characters",
        "\"board\"          | \"a\\nb\"      | '/name' has to be one line of 1 to 64 characters",
        "\"board\"          | 7              | '/name' has to be a string",
        "\"board\"          | \"arm64\"      | '/name' is a machine that repfuse has figures of its own for",
        "\"launch           | \"start        | '/startNanoseconds' is no key of version 1",
        "12.5               | -1             | '/denseMacsPerNanosecond' has to be a number above 0",
        "12.5               | 0              | '/denseMacsPerNanosecond' has to be a number above 0",
        "12.5               | \"NaN\"        | '/denseMacsPerNanosecond' has to be a number above 0",
        "12.5               | 1e999          | '/denseMacsPerNanosecond' has to be a number above 0",
        "12.5               | null           | '/denseMacsPerNanosecond' has to be a number above 0",
        "\"denseMacsPerNanosecond\": 12.5, | | '/denseMacsPerNanosecond' is missing",
        "\"format\"         | \"a/b~\": 1, \"format\" | '/a~1b~0' is no key of version 1",
      })
  void namesTheFileThePlaceAndTheCause(String from, String to, String message) throws IOException {
    assertRefused(GOOD.replace(from, to == null ? "" : to), message);
  }

  @Test
  void refusesWhatIsNoJson() throws IOException {
    for (String text :
        List.of(
            "",
            "{",
            "[1, 2",
            GOOD + "x",
            GOOD.replace("12.5", "NaN"),
            GOOD.replace("900", "1, \"name\": \"b\""))) {
      Path file = file(text);
      DataException refusal = assertThrows(DataException.class, () -> TargetFile.read(file));
      String message = String.valueOf(refusal.getMessage());
      assertTrue(message.startsWith(file + ": "), message);
      assertEquals(1, message.lines().count(), message);
    }
    assertRefused("[]", "'' has to be an object");
  }

  @Test
  void refusesWhatIsNoFile() {
    DataException refusal = assertThrows(DataException.class, () -> TargetFile.read(folder));
    assertEquals(folder + ": there is no such file", refusal.getMessage());
  }

  /** The schema in docs knows the same keys as the reader. */
  @Test
  void theSchemaNamesTheSameKeys() {
    JsonNode schema = new JsonMapper().readTree(Project.file("docs/target.schema.json").toFile());
    List<String> required = new ArrayList<>(List.of("format", "version", "name"));
    required.addAll(TargetFile.FIGURES);
    List<String> listed = new ArrayList<>();
    schema.get("required").forEach(key -> listed.add(key.stringValue()));
    assertEquals(required, listed);
    TreeSet<String> all = new TreeSet<>(required);
    all.addAll(List.of(TargetFile.MULTIPLE, TargetFile.ABOUT));
    assertEquals(all, new TreeSet<>(schema.get("properties").propertyNames()));
    assertEquals(TargetFile.VERSION, schema.at("/properties/version/const").intValue());
  }
}
