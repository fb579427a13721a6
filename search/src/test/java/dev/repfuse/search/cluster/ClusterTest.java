package dev.repfuse.search.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.search.Hills;
import dev.repfuse.search.SearchStopped;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With workers that are processes of their own. */
@Tag("device")
@Timeout(120)
class ClusterTest {
  @TempDir private Path folder;
  private final List<Process> workers = new ArrayList<>();
  private Endpoint at = new Endpoint("127.0.0.1", 1);

  @BeforeEach
  void findAPort() throws IOException {
    Files.createDirectory(folder.resolve("files"));
    try (ServerSocket socket = new ServerSocket(0)) {
      at = new Endpoint("127.0.0.1", socket.getLocalPort());
    }
  }

  @AfterEach
  void end() throws InterruptedException {
    for (Process worker : workers) {
      worker.destroyForcibly().waitFor();
    }
  }

  private Cluster listening(AtomicBoolean stop) {
    return Cluster.listen(at, folder.resolve("files"), stop::get);
  }

  private Process worker(String... flags) throws IOException {
    Path own = Files.createTempDirectory(folder, "worker");
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.of(
                    List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m"),
                    List.of(flags),
                    List.of(HillsWorker.class.getName(), at.toString(), own.toString()))
                .flatMap(List::stream)
                .toList());
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process process = builder.inheritIO().start();
    workers.add(process);
    return process;
  }

  private static List<List<Integer>> architectures(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> IntStream.range(0, 6).mapToObj(k -> (i >> (2 * k)) & 3).toList())
        .toList();
  }

  /** One of two workers is killed in mid-run, and one comes late. */
  @Test
  void losesNothingAndCountsNothingTwice() throws IOException {
    List<List<Integer>> told = new ArrayList<>();
    try (Cluster cluster = listening(new AtomicBoolean())) {
      Process first = worker();
      Process second = worker();
      cluster.evaluate(
          architectures(200),
          (architecture, worth) -> {
            assertEquals(Hills.worth(architecture), worth.value());
            told.add(architecture);
            if (told.size() == 60) {
              first.destroyForcibly();
            }
            if (told.size() == 100) {
              startAnother();
            }
          });
      assertTrue(second.isAlive());
      assertEquals(200, told.size());
      assertEquals(new HashSet<>(architectures(200)), new HashSet<>(told));
    }
  }

  private void startAnother() {
    try {
      worker();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aWorkerEndsWithItsSearch() throws IOException, InterruptedException {
    try (Cluster cluster = listening(new AtomicBoolean())) {
      worker();
      cluster.evaluate(architectures(3), (architecture, worth) -> {});
    }
    assertTrue(workers.getFirst().waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, workers.getFirst().exitValue());
  }

  @Test
  void saysWhatAWorkerCannotDo() throws IOException {
    Files.createFile(folder.resolve("files").resolve("broken"));
    try (Cluster cluster = listening(new AtomicBoolean())) {
      worker();
      ClusterException failure =
          assertThrows(
              ClusterException.class, () -> cluster.evaluate(architectures(3), (a, w) -> {}));
      assertTrue(String.valueOf(failure.getMessage()).endsWith("the data are broken"));
    }
  }

  /** One of two fails at all that it is asked; the other does all of it. */
  @Test
  void asksNoMoreWhoFails() throws IOException {
    List<List<Integer>> told = new ArrayList<>();
    try (Cluster cluster = listening(new AtomicBoolean())) {
      worker();
      cluster.evaluate(architectures(10), (architecture, worth) -> told.add(architecture));
      worker("-Dclumsy=yes");
      cluster.evaluate(architectures(300), (architecture, worth) -> told.add(architecture));
    }
    assertEquals(310, told.size());
    assertEquals(new HashSet<>(architectures(300)), new HashSet<>(told));
  }

  @Test
  void aHostMayHaveAName() throws IOException {
    at = new Endpoint("localhost", at.port());
    List<List<Integer>> told = new ArrayList<>();
    try (Cluster cluster = listening(new AtomicBoolean())) {
      worker();
      cluster.evaluate(architectures(3), (architecture, worth) -> told.add(architecture));
    }
    assertEquals(3, told.size());
  }

  @Test
  void endsWhenTheUserWants() {
    AtomicBoolean stop = new AtomicBoolean();
    try (Cluster cluster = listening(stop)) {
      stop.set(true);
      assertThrows(SearchStopped.class, () -> cluster.evaluate(architectures(3), (a, w) -> {}));
    }
  }

  @Test
  void aWorkerSaysThatNobodyListens() {
    ClusterException failure =
        assertThrows(
            ClusterException.class,
            () -> ClusterWorker.join(at, 1, folder, each -> architecture -> null).close());
    assertTrue(String.valueOf(failure.getMessage()).contains(at.toString()));
  }

  @Test
  void saysThatAPortIsTaken() throws IOException {
    try (ServerSocket socket = new ServerSocket(at.port())) {
      assertTrue(socket.isBound());
      ClusterException failure =
          assertThrows(ClusterException.class, () -> listening(new AtomicBoolean()).close());
      assertTrue(String.valueOf(failure.getMessage()).startsWith(at + ": cannot be listened at"));
    }
  }
}
