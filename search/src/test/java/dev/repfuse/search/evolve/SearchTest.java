package dev.repfuse.search.evolve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.search.Bound;
import dev.repfuse.search.Evaluator;
import dev.repfuse.search.Findings;
import dev.repfuse.search.Hills;
import dev.repfuse.search.Metric;
import dev.repfuse.search.Parallel;
import dev.repfuse.search.store.Archive;
import dev.repfuse.search.store.RememberedCosts;
import dev.repfuse.search.store.RememberedWorth;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchTest {
  @TempDir private Path folder;

  private static Search search(Optional<Metric> objective) {
    return new Search(
        Hills.SPACE,
        new Hills(),
        List.of(Bound.atMost(Metric.MACS, 112)),
        Preset.SPOS.resized(12, 6),
        objective,
        4);
  }

  @Test
  void evaluatesAsManyAtRandom() {
    Findings findings = search(Optional.empty()).run(new Hills(), trial -> {});
    assertTrue(findings.complete());
    assertEquals(72, findings.evolution().list().size());
    assertEquals(72, findings.random().list().size());
  }

  /** Broken off again and again, wherever that may be, it ends as if it never had been. */
  @Test
  void endsTheSameAfterInterruptionsAndEvaluatesNothingTwice() {
    Findings whole = search(Optional.of(Metric.MACS)).run(new Hills(), trial -> {});
    List<List<Integer>> asked = new ArrayList<>();
    Optional<Findings> last = Optional.empty();
    int runs = 0;
    while (last.filter(Findings::complete).isEmpty()) {
      runs++;
      Hills hills = new Hills(17);
      try (Archive archive = Archive.open(folder.resolve("cache.sqlite"))) {
        Evaluator worth = new RememberedWorth(hills, archive, "worth");
        Search again =
            new Search(
                Hills.SPACE,
                new RememberedCosts(
                    hills, Set.of(Metric.MACS, Metric.PARAMETERS), archive, "costs"),
                List.of(Bound.atMost(Metric.MACS, 112)),
                Preset.SPOS.resized(12, 6),
                Optional.of(Metric.MACS),
                4);
        last = Optional.of(again.run(worth, trial -> {}));
      }
      asked.addAll(hills.asked());
    }
    assertTrue(runs > 5, () -> "too few interruptions to say something");
    assertEquals(whole.evolution().list(), last.get().evolution().list());
    assertEquals(whole.random().list(), last.get().random().list());
    assertEquals(asked.size(), new HashSet<>(asked).size());
  }

  @Test
  void keepsWhatWasFoundWhenItIsInterrupted() {
    Findings findings = search(Optional.empty()).run(new Hills(30), trial -> {});
    assertFalse(findings.complete());
    assertEquals(30, findings.evolution().list().size());
    assertEquals(0, findings.random().list().size());
  }

  @Test
  void findsTheSameInParallel() {
    Evaluator several =
        new Parallel(each -> new Evaluator.Worth(Hills.worth(each), 0), 4, () -> false);
    Findings one = search(Optional.empty()).run(new Hills(), trial -> {});
    Findings other = search(Optional.empty()).run(several, trial -> {});
    assertEquals(one.evolution().list(), other.evolution().list());
    assertEquals(one.random().list(), other.random().list());
  }
}
