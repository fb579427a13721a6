package dev.repfuse.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.ir.text.ModelText;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Mutants are many, different, and the same for the same seed; the reader survives them. */
class HostileTest {
  private static final int COUNT = 3000;
  private static final long SEED = 1;

  private static final byte[] MODEL =
      ModelFile.toBytes(
          ModelText.parse(
              """
              g (bool c, float[N,2] x) => (float[N,2] y) <float[2] k = {1,2}, string[1] s = {"a"}> {
                t = Add (x, k)
                y = If (c) <
                  then_branch = a () => (float[N,2] u) { u = Abs (t) },
                  else_branch = b () => (float[N,2] v) { v = Foo <l = [1, 2], f = 0.5> (x, "", t) }
                >
              }
              """));

  @Test
  void takesModelsApartAndPutsThemTogether() {
    assertArrayEquals(MODEL, WireTree.parse(MODEL).orElseThrow().encode());
    assertTrue(WireTree.parse(MODEL).orElseThrow().messages().size() > 20);
  }

  @Test
  void givesTheSameMutantForTheSameSeed() {
    for (long seed = 0; seed < 100; seed++) {
      assertArrayEquals(Hostile.mutant(MODEL, seed).bytes(), Hostile.mutant(MODEL, seed).bytes());
    }
  }

  @Test
  void makesManyDifferentMutants() {
    Set<Integer> contents = new HashSet<>();
    Hostile.mutants(MODEL, SEED, COUNT)
        .forEach(mutant -> contents.add(java.util.Arrays.hashCode(mutant.bytes())));
    assertTrue(contents.size() > COUNT / 2, contents.size() + " different ones");
  }

  @Test
  void theReaderReadsOrRefusesEach() {
    List<Hostile.Mutant> refused =
        Hostile.mutants(MODEL, SEED, COUNT).filter(HostileTest::isRefused).toList();
    assertTrue(refused.size() > COUNT / 10, refused.size() + " refused");
  }

  @Test
  void theReaderSurvivesMutantsOfRealModels() throws IOException {
    for (RecordedModel model : RealModels.below("blocks/")) {
      byte[] bytes = Files.readAllBytes(model.file());
      if (bytes.length < 100_000) {
        Hostile.mutants(bytes, SEED, 50).forEach(HostileTest::isRefused);
      }
    }
  }

  /** Anything but a model or a one-line ModelException fails the test. */
  private static boolean isRefused(Hostile.Mutant mutant) {
    try {
      ModelText.print(ModelFile.parse(MemorySegment.ofArray(mutant.bytes()), "mutant"));
      return false;
    } catch (ModelException e) {
      assertEquals(1, e.getMessage().lines().count(), mutant + ": " + e.getMessage());
      return true;
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError(mutant.what(), e);
    }
  }
}
