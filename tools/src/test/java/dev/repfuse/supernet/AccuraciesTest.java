package dev.repfuse.supernet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.repfuse.pass.choice.ChoicePoint.Generated;
import dev.repfuse.pass.choice.Decider;
import dev.repfuse.pass.choice.SearchSpace;
import dev.repfuse.runtime.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables of measured architectures: read, averaged, and refused in one line. */
class AccuraciesTest {
  private static final String TABLE =
      "n,arch,macs,raw,alone0_val,alone0_test,alone1\n0,01,7,.5,.970667,.963333,.9\n1,1-0,8,.6,.97,.964,.9\n";

  private static final SearchSpace SPACE =
      new SearchSpace(
          List.of(
              new Generated(new Decider("arch", List.of(0)), 2, List.of("w")),
              new Generated(new Decider("arch", List.of(1)), 2, List.of("v"))));

  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("alone.csv"), text);
  }

  @Test
  void repeatsAreAveraged() throws IOException {
    Accuracies accuracies = Accuracies.read(file(TABLE), SPACE);
    assertEquals(Set.of("raw", "alone"), accuracies.figures().keySet());
    assertArrayEquals(new int[] {1, 0}, accuracies.architectures().get(1));
    double[] alone = Agreement.alone(accuracies);
    assertEquals(.94467, alone[0]);
    assertEquals(alone[0], alone[1], "shares of images that are equal stay equal");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "alone | solo | has to have the columns arch and alone",
        "1-0 | 1-2 | line 3: choice 1 is 2, and arch[1] takes 0 to 1",
        ".6, | x, | line 3: 'x' is no number",
        ".6, | NaN, | line 3: 'NaN' is not finite",
        ".6, | .6,.7, | line 3 has 8 cells, and the header 7",
      })
  void namesTheFileThePlaceAndTheCause(String from, String to, String message) throws IOException {
    Path file = file(TABLE.replace(from, to));
    DataException refusal = assertThrows(DataException.class, () -> Accuracies.read(file, SPACE));
    assertEquals(file + ": " + message, refusal.getMessage());
  }
}
