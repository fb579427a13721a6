package dev.repfuse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.Launch;
import dev.repfuse.Project;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Broken models are folded or pruned in a heap of 512 MiB: each ends in a result or in one line,
 * within ten seconds of processor time, and leaves nothing behind. A crash or a hang of the worker
 * is a finding too.
 */
class FuzzTest {
  private static final long LARGEST_SEED_MODEL = 200_000;
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** How many times the limit may pass on the wall, for a process that gets no processor. */
  private static final int PATIENCE = 30;

  private static final String END = "end";

  @TempDir private Path scratch = Path.of("");

  @Test
  void twoHundredMutants() throws Exception {
    fuzz(1, 200);
  }

  @Test
  @Tag("long")
  void tenThousandMutants() throws Exception {
    fuzz(1_000_000, 10_000);
  }

  private void fuzz(long first, int count) throws Exception {
    List<String> models = models();
    Map<String, Integer> ends = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    long next = first;
    while (next < first + count) {
      next = work(next, first + count - next, models, ends, wrong);
    }
    System.out.printf(
        "%d mutants of %d models from seed %d: %s%n", count, models.size(), first, ends);
    assertEquals(List.of(), wrong);
    assertTrue(ends.getOrDefault("ok 3", 0) > count / 10, "too few are invalid");
    assertTrue(ends.getOrDefault("ok 0", 0) > count / 10, "too few are still models");
  }

  /** Lets one worker run until it is done, dies or hangs; the first seed that it did not finish. */
  private long work(
      long first, long count, List<String> models, Map<String, Integer> ends, List<String> wrong)
      throws Exception {
    Process worker = start(first, count, models);
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    Thread reader = Thread.ofVirtual().start(() -> read(worker, lines));
    long seed = first;
    try {
      while (true) {
        Optional<String> next = next(lines, worker);
        if (next.isEmpty() || next.get().equals(END)) {
          if (seed < first + count) {
            wrong.add("seed " + seed + (next.isEmpty() ? " hangs" : " kills the process"));
          }
          return Math.min(seed + 1, first + count);
        }
        String line = next.get();
        if (line.startsWith("ok ") || line.startsWith("wrong ")) {
          seed++;
          ends.merge(line.startsWith("ok ") ? line : "wrong", 1, Integer::sum);
        }
        if (line.startsWith("wrong ")) {
          wrong.add(line);
        }
      }
    } finally {
      worker.destroyForcibly().waitFor();
      reader.join();
    }
  }

  /** The worker's next line, unless it computes for too long without one. */
  private static Optional<String> next(BlockingQueue<String> lines, Process worker)
      throws InterruptedException {
    Duration before = worker.info().totalCpuDuration().orElse(Duration.ZERO);
    for (int waits = 0; waits < PATIENCE; waits++) {
      String line = lines.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
      if (line != null) {
        return Optional.of(line);
      }
      Duration now = worker.info().totalCpuDuration().orElse(before);
      if (now.minus(before).compareTo(LIMIT) > 0) {
        break;
      }
    }
    return Optional.empty();
  }

  private Process start(long first, long count, List<String> models) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of(scratch.toString(), Long.toString(first), Long.toString(count)));
    arguments.addAll(models);
    List<String> command = Launch.of(List.of("-Xmx512m"), FuzzWorker.class.getName(), arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
    return builder.start();
  }

  private static void read(Process worker, BlockingQueue<String> lines) {
    try (BufferedReader in = worker.inputReader()) {
      in.lines().forEach(lines::add);
    } catch (IOException | java.io.UncheckedIOException e) {
      lines.add("closed: " + e.getMessage());
    } finally {
      lines.add(END);
    }
  }

  /** The small models of the project, and those of the corpus where it is there. */
  private static List<String> models() throws IOException {
    List<String> models = new ArrayList<>();
    Path corpus = Path.of(System.getProperty("repfuse.shared", ""), "corpus", "files");
    for (Path folder : List.of(Project.file("testdata/models"), corpus)) {
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.walk(folder)) {
          files
              .filter(file -> file.toString().endsWith(".onnx"))
              .filter(file -> file.toFile().length() < LARGEST_SEED_MODEL)
              .map(Path::toString)
              .sorted()
              .forEach(models::add);
        }
      }
    }
    return models;
  }
}
