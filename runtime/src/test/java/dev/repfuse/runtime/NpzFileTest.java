package dev.repfuse.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Arrays of an archive are the same whether they are kept in memory or unpacked into a file. */
class NpzFileTest {
  @Test
  void largeArraysAreMapped() throws IOException {
    Path file = TestFiles.data("two_inputs.npz");
    try (NpzFile small = new NpzFile(file, Long.MAX_VALUE);
        NpzFile large = new NpzFile(file, 0)) {
      assertFalse(small.names().isEmpty());
      assertEquals(small.names(), large.names());
      for (String name : small.names()) {
        Tensor kept = small.read(name);
        Tensor mapped = large.read(name);
        assertTrue(mapped.sameAs(kept), name);
        assertFalse(kept.bytes().isMapped(), name);
        assertTrue(mapped.bytes().isMapped(), name);
      }
    }
  }

  @Test
  void arraysThatAreNotThere() throws IOException {
    try (NpzFile archive = new NpzFile(TestFiles.data("two_inputs.npz"), 0)) {
      DataException e = assertThrows(DataException.class, () -> archive.read("other"));
      assertTrue(
          String.valueOf(e.getMessage()).endsWith("other.npy: is not in the archive"),
          e::getMessage);
    }
  }
}
