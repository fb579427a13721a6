package dev.repfuse.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.text.ModelText;
import dev.repfuse.pass.prune.Network;
import dev.repfuse.runtime.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Histories count the channels that are left at each step. */
class TorchHistoryTest {
  private static final String NETWORK =
      """
      g (float[1,3,6,6] x) => (float[1,2,6,6] y)
      <float[4,3,1,1] "a.weight" ~ normal(1), float[5,4,1,1] "b.weight" ~ normal(2),
       float[2,5,1,1] "c.weight" ~ normal(3)>
      { p = Conv (x, "a.weight") q = Conv (p, "b.weight") y = Conv (q, "c.weight") }
      """;

  @TempDir Path folder;

  private List<BitSet> dropped(String history) throws IOException {
    Path file = folder.resolve("history.json");
    Files.writeString(file, history);
    return TorchHistory.read(file).of(Network.of(ModelText.parse(NETWORK)));
  }

  private static String text(List<BitSet> dropped) {
    return dropped.stream().filter(gone -> !gone.isEmpty()).toList().toString();
  }

  @Test
  void outputsAndInputs() throws IOException {
    assertEquals("[{1, 3}]", text(dropped("[[\"a\", true, [1, 3]]]")));
    assertEquals("[{0}]", text(dropped("[[\"b\", false, [0]]]")));
    assertEquals("[{0}, {4}]", text(dropped("[[\"a\", true, [0]], [\"c\", false, [4]]]")));
  }

  /** After 0 and 2 have gone, 1 is what was 3. */
  @Test
  void laterStepsCountWhatIsLeft() throws IOException {
    assertEquals("[{0, 2, 3}]", text(dropped("[[\"a\", true, [0, 2]], [\"b\", false, [1]]]")));
  }

  @Test
  void refusesWhatDoesNotFit() {
    refuses("[[\"d\", true, [0]]]", "'/0' speaks of 'd', and the network has no weight");
    refuses("[[\"a\", true, [4]]]", "'/0' takes channel 4 of 'a', of which 4 are left");
    refuses("[[\"c\", true, [0]]]", "which have to stay: graph output 'y'");
    refuses("[[\"a\", true]]", "'/0' has to be a module's name, true or false, and a list");
    refuses("[[\"a\", 1, [0]]]", "'/0/1' has to be true or false");
    refuses("{}", "has to be a list");
  }

  private void refuses(String history, String want) {
    String message =
        String.valueOf(assertThrows(DataException.class, () -> dropped(history)).getMessage());
    assertTrue(message.contains(want), message);
  }
}
