package dev.repfuse.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Networks of other people lose half of the channels that can go, or it is said what keeps them.
 */
@Isolated("uses all processors by itself")
@Tag("shared")
final class CorpusPruneTest {
  private static final String[] OPTIONS = {"--ratio", "0.5", "--freeze-weights"};
  private static final Pattern REMOVED = Pattern.compile("channels removed +(\\d+)");

  private final Program program = new Program("2g", 240);

  /** One network after the program ran on it. */
  private record Pruned(String id, Program.Run run) {
    int channels() {
      Matcher matcher = REMOVED.matcher(run.out());
      return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    String outcome() {
      return switch (run.exit()) {
        case 0 -> {
          String kept = run.out().contains(" stay: ") ? ", and it is said what stays" : "";
          yield channels() > 0 ? "equal to the masked original" : "nothing can go" + kept;
        }
        case 1 -> isUndecided() ? "undecided" : "the runtime refuses the original";
        case 3 -> "refused as invalid";
        default -> "exit code " + run.exit();
      };
    }

    /** The generated inputs saturate the original, which differs from itself as much. */
    private boolean isUndecided() {
      return run.err().contains(": undecided:");
    }

    /** What is wrong with this end; empty if nothing is. */
    String fault() {
      boolean excused = isUndecided() || run.err().contains("ONNX Runtime refuses the original");
      return run.exit() == 1 && !excused ? run.err().strip() : run.unacceptable();
    }
  }

  @AfterEach
  void stop() throws IOException {
    program.close();
  }

  @Test
  void halfOfTheChannelsGo(@TempDir Path scratch) throws Exception {
    Path corpus = Shared.folder("corpus");
    List<Callable<Pruned>> tasks = new ArrayList<>();
    for (Map<String, String> row : Shared.table(corpus.resolve("INDEX.tsv"))) {
      if (hasWeights(Shared.cell(row, "top_ops"))) {
        Path file = corpus.resolve(Shared.cell(row, "file"));
        String id = Shared.cell(row, "id");
        tasks.add(() -> new Pruned(id, program.prune(file, scratch.resolve(id), OPTIONS)));
      }
    }
    Map<String, Integer> totals = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    int channels = 0;
    for (Pruned pruned : Parallel.run(tasks)) {
      totals.merge(pruned.outcome(), 1, Integer::sum);
      channels += pruned.channels();
      if (!pruned.fault().isEmpty()) {
        wrong.add(pruned.id() + ": " + pruned.fault());
      }
    }
    totals.forEach((outcome, count) -> System.out.printf("%5d %s%n", count, outcome));
    System.out.printf("%d channels went%n", channels);
    assertEquals(List.of(), wrong);
    assertTrue(channels > 1000, "hardly anything went");
  }

  private static boolean hasWeights(String operators) {
    return List.of("Conv", "Gemm", "MatMul").stream().anyMatch(operators::contains);
  }
}
