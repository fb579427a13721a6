package dev.repfuse.pass.fold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.pass.Driver;
import dev.repfuse.pass.Growth;
import dev.repfuse.pass.Pass;
import dev.repfuse.pass.Pipelines;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.Report;
import dev.repfuse.pass.cost.Target;
import dev.repfuse.testkit.Oracle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Folds random linear regions and compares with ONNX Runtime on the original. */
final class RandomRegionTest {
  private static final double TOLERANCE = 1e-4;

  @Test
  void fiveHundredRegions() {
    check(1, 500, RandomRegion::of, Pipelines.fold());
  }

  @Test
  void aHundredRegionsInABranch() {
    check(1, 100, RandomRegion::inBranchOfIf, Pipelines.fold());
  }

  @Test
  @Tag("long")
  void twentyThousandRegions() {
    check(1_000_000, 20_000, RandomRegion::of, Pipelines.fold());
  }

  @Test
  void fiveHundredRegionsThatKeepIdentityBranches() {
    check(501, 500, RandomRegion::of, Pipelines.fold(new FoldPolicy(true, false, false)));
  }

  @Test
  void fiveHundredConvolutionsOfDifferentValues() {
    checkDifferentValues(1, 500);
  }

  @Test
  @Tag("long")
  void fiveThousandConvolutionsOfDifferentValues() {
    checkDifferentValues(2_000_000, 5_000);
  }

  /** A sum of convolutions needs more nodes: copying is dear here, and the file may grow. */
  private static void checkDifferentValues(long firstSeed, int count) {
    List<Pass> pipeline = List.of(Pipelines.fold());
    Target slowMemory = new Target("slow memory", 1000, 1000, 1000, 0.1, 1, 8);
    Driver.Options options =
        new Driver.Options(slowMemory, Growth.Limit.NONE, model -> {}, pass -> {});
    Map<String, Integer> counts = new TreeMap<>();
    Map<Reason, Integer> refusals = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    for (long seed = firstSeed; seed < firstSeed + count; seed++) {
      Model original = RandomRegion.ofDifferentValues(seed);
      Model folded = copy(original);
      Report report = Driver.run(folded, pipeline, options);
      report
          .passes()
          .getFirst()
          .counts()
          .forEach((rewrite, n) -> counts.merge(rewrite, n, Integer::sum));
      report.refusals().forEach((reason, n) -> refusals.merge(reason, n, Integer::sum));
      double difference = report.changed() ? difference(original, folded, seed) : 0;
      if (!(difference <= TOLERANCE)) {
        wrong.add("seed %d differs by %s".formatted(seed, difference));
      }
    }
    System.out.printf(
        "regions of different values from seed %d: %s; refusals %s%n", firstSeed, counts, refusals);
    assertEquals(List.of(), wrong);
    assertTrue(counts.getOrDefault("SplitConcat", 0) >= count / 5, "too few were split");
  }

  private static Model copy(Model model) {
    return ModelFile.copy(model);
  }

  private static void check(long firstSeed, int count, LongFunction<Model> regions, Pass fold) {
    List<Pass> pipeline = List.of(fold);
    Map<Reason, Integer> refusals = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    int one = 0;
    int cut = 0;
    int untouched = 0;
    for (long seed = firstSeed; seed < firstSeed + count; seed++) {
      Model original = regions.apply(seed);
      Model folded = copy(original);
      Report report = Driver.run(folded, pipeline, Driver.Options.defaults());
      report.refusals().forEach((reason, n) -> refusals.merge(reason, n, Integer::sum));
      double difference = report.changed() ? difference(original, folded, seed) : 0;
      if (!(difference <= TOLERANCE)) {
        wrong.add("seed %d differs by %s".formatted(seed, difference));
      }
      Graph place = region(folded);
      int linear = place.nodeCount() - place.outputs().size(); // a LeakyRelu or Tanh each
      if (!report.changed()) {
        untouched++;
      } else if (linear == 1) {
        one++;
      } else {
        cut++;
      }
    }
    System.out.printf(
        "random regions from seed %d: %d became one node, %d were cut, %d untouched; refusals %s%n",
        firstSeed, one, cut, untouched, refusals);
    assertEquals(List.of(), wrong);
    assertTrue(one >= count / 10, "too few became one node to mean anything");
    assertTrue(one + cut >= count / 2, "too few were folded to mean anything");
  }

  /** Twice, so that most regions in a branch are run. */
  private static double difference(Model original, Model folded, long seed) {
    double difference = Oracle.difference(original, folded, seed);
    return region(original) == original.graph()
        ? difference
        : Math.max(difference, Oracle.difference(original, folded, ~seed));
  }

  /** The graph that holds the region: a branch, or the main one. */
  private static Graph region(Model model) {
    return model.graph().firstNode().orElseThrow().subgraphs().stream()
        .findFirst()
        .orElse(model.graph());
  }
}
