package dev.repfuse.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.io.ModelFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Real files of other people survive being read and written, and folding them ends in words. */
@Isolated("uses all processors by itself")
@Tag("shared")
class CorpusTest {
  private final Program program = new Program("2g", 240);

  /** One file of the corpus after the program ran on it. */
  private record Folded(Map<String, String> row, Program.Run run) {
    String id() {
      return Shared.cell(row, "id");
    }

    /** The kind of end, for the totals. */
    String outcome() {
      return switch (run.exit()) {
        case 0 -> "verified" + (run.out().contains("nothing to fold") ? ", unchanged" : "");
        case 1 -> "written nothing, " + words(run.err());
        case 3 -> "refused as invalid";
        default -> "exit code " + run.exit();
      };
    }

    private static String words(String sentence) {
      String[] parts = sentence.split(": ", 4);
      return parts.length < 3 ? sentence.strip() : parts[1] + ": " + kind(parts[2]);
    }

    private static String kind(String reason) {
      return reason.contains("refuses") ? "the runtime refuses a model" : reason.split(";", 2)[0];
    }

    /** What is wrong with this end; empty if nothing is. */
    String fault() {
      if (!run.unacceptable().isEmpty()) {
        return run.unacceptable();
      }
      if (run.exit() == 1 && run.err().contains("different:")) {
        return run.err().strip();
      }
      boolean loads = Shared.cell(row, "loads_in_onnxruntime").equals("yes");
      return run.exit() == 3 && loads ? "refused, and loads: " + run.err().strip() : "";
    }
  }

  @AfterEach
  void stop() throws IOException {
    program.close();
  }

  @Test
  void readingAndWritingChangesNothing() throws IOException {
    Path corpus = Shared.folder("corpus");
    List<String> wrong = new ArrayList<>();
    int same = 0;
    int refused = 0;
    for (Map<String, String> row : Shared.table(corpus.resolve("INDEX.tsv"))) {
      Path file = corpus.resolve(Shared.cell(row, "file"));
      try {
        Model model = ModelFile.read(file);
        byte[] once = ModelFile.toBytes(model);
        byte[] twice = ModelFile.toBytes(ModelFile.parse(MemorySegment.ofArray(once), "again"));
        if (Arrays.equals(once, twice)) {
          same++;
        } else {
          wrong.add(Shared.cell(row, "id"));
        }
      } catch (ModelException e) {
        refused++;
        System.out.println(e.getMessage());
      }
    }
    System.out.printf("read, written, read: %d the same, %d not readable%n", same, refused);
    assertEquals(List.of(), wrong);
  }

  @Test
  void foldingEndsVerifiedOrInAClearSentence(@TempDir Path scratch) throws Exception {
    Path corpus = Shared.folder("corpus");
    List<Callable<Folded>> tasks = new ArrayList<>();
    for (Map<String, String> row : Shared.table(corpus.resolve("INDEX.tsv"))) {
      Path file = corpus.resolve(Shared.cell(row, "file"));
      Path folder = scratch.resolve(Shared.cell(row, "id"));
      tasks.add(() -> new Folded(row, program.run(file, folder)));
    }
    Map<String, Integer> totals = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    for (Folded folded : Parallel.run(tasks)) {
      totals.merge(folded.outcome(), 1, Integer::sum);
      if (folded.run().exit() != 0) {
        System.out.println(folded.id() + ": " + folded.run());
      }
      if (!folded.fault().isEmpty()) {
        wrong.add(folded.id() + ": " + folded.fault());
      }
    }
    totals.forEach((outcome, count) -> System.out.printf("%5d %s%n", count, outcome));
    assertEquals(List.of(), wrong);
  }
}
