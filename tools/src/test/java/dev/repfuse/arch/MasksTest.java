package dev.repfuse.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.text.ModelText;
import dev.repfuse.pass.prune.Network;
import dev.repfuse.runtime.DataException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Masks of whole weights and of channels. */
class MasksTest {
  private static final String NETWORK =
      """
      g (float[1,1,6,6] x) => (float[1,1,6,6] y)
      <float[3,1,1,1] a ~ normal(1), float[3,3,1,1] b ~ normal(2), float[1,3,1,1] c ~ normal(3)>
      { p = Conv (x, a) q = Conv (p, b) s = Add (p, q) y = Conv (s, c) }
      """;

  @TempDir Path folder;

  /** Arrays of bytes: a shape, and the numbers. */
  private Path file(Map<String, String> arrays) throws IOException {
    Path file = folder.resolve("masks.npz");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, String> array : new TreeMap<>(arrays).entrySet()) {
        String[] parts = array.getValue().split(" = ", -1);
        zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
        String header =
            "{'descr': '|u1', 'fortran_order': False, 'shape': (%s), }".formatted(parts[0]);
        zip.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        zip.write(new byte[] {(byte) header.length(), (byte) (header.length() >> 8)});
        zip.write(header.getBytes(StandardCharsets.US_ASCII));
        for (String number : parts[1].split(" ", -1)) {
          zip.write(Integer.parseInt(number));
        }
      }
    }
    return file;
  }

  private List<BitSet> dropped(Map<String, String> arrays) throws IOException {
    return Masks.read(file(arrays)).of(Network.of(ModelText.parse(NETWORK))).stream()
        .filter(gone -> !gone.isEmpty())
        .toList();
  }

  @Test
  void ofChannelsAndOfWholeWeights() throws IOException {
    assertEquals("[{1}]", dropped(Map.of("a", "3, = 1 0 1")).toString());
    assertEquals("[{2}]", dropped(Map.of("b", "3, 3, 1, 1 = 0 0 1 1 0 0 0 0 0")).toString());
    assertEquals("[{1}]", dropped(Map.of("a", "3, = 1 0 1", "b", "3, = 1 0 1")).toString());
  }

  @Test
  void refusesWhatDoesNotFit() {
    refuses(Map.of("a", "3, = 1 0 1", "b", "3, = 0 1 1"), "'b' and 'a' disagree about channels");
    refuses(Map.of("z", "3, = 1 0 1"), "'z' is the name of no weight that makes channels");
    refuses(Map.of("a", "2, = 1 0"), "'a' has the shape [2], neither the weight's nor its 3");
    refuses(Map.of("c", "1, = 0"), "'c' leaves out channels that have to stay: graph output");
  }

  private void refuses(Map<String, String> arrays, String want) {
    String message =
        String.valueOf(assertThrows(DataException.class, () -> dropped(arrays)).getMessage());
    assertTrue(message.contains("masks.npz: " + want), message);
  }
}
