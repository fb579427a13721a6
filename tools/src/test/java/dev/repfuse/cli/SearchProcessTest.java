package dev.repfuse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.Launch;
import dev.repfuse.search.store.Archive;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Searches as processes: killed, interrupted, and with workers of which one is killed. */
@Tag("device")
@Timeout(300)
class SearchProcessTest {
  @TempDir Path folder;
  private final List<Process> processes = new ArrayList<>();
  private Path supernet = Path.of("");
  private Path images = Path.of("");

  @BeforeEach
  void sample() throws IOException {
    supernet = SampleModels.write(folder, "net.onnx", SearchSample.supernet());
    images = SearchSample.images(folder.resolve("images"), 600);
  }

  @AfterEach
  void end() throws InterruptedException {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
  }

  private Process start(List<Object> words) throws IOException {
    List<String> command = Launch.program(List.of(), words.stream().map(Object::toString).toList());
    Path log = Files.createTempFile(folder, "log", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  private List<Object> search(String result, Object... more) {
    List<Object> words =
        new ArrayList<>(SearchSample.words(supernet, images, "-o", folder.resolve(result)));
    words.addAll(List.of(more));
    return words;
  }

  private String candidates(String result) throws IOException {
    return Files.readString(folder.resolve(result).resolve("candidates.csv"));
  }

  private int known(String result) {
    Path cache = folder.resolve(result).resolve("cache.sqlite");
    if (!Files.exists(cache)) {
      return 0;
    }
    try (Archive archive = Archive.open(cache)) {
      return archive.size();
    }
  }

  private void awaitKnown(String result, int more, Process process) throws InterruptedException {
    int wanted = known(result) + more;
    while (process.isAlive() && known(result) < wanted) {
      Thread.sleep(20);
    }
  }

  private String whole() throws IOException, InterruptedException {
    assertEquals(ExitCode.DONE, start(search("whole")).waitFor());
    return candidates("whole");
  }

  @Test
  void endsTheSameHoweverOftenItIsKilled() throws IOException, InterruptedException {
    String whole = whole();
    int kills = 0;
    for (Process process = start(search("killed")); kills < 4; process = start(search("killed"))) {
      awaitKnown("killed", 7, process);
      if (!process.isAlive()) {
        break;
      }
      process.destroyForcibly().waitFor();
      kills++;
    }
    assertTrue(kills >= 2, "it was too fast to be killed");
    assertEquals(ExitCode.DONE, start(search("killed")).waitFor());
    assertEquals(whole, candidates("killed"));
  }

  @Test
  void anInterruptionKeepsWhatWasFound() throws IOException, InterruptedException {
    String whole = whole();
    Process process = start(search("stopped"));
    awaitKnown("stopped", 8, process);
    process.destroy();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));

    List<String> found = candidates("stopped").lines().toList();
    assertTrue(found.size() > 1 && found.size() < whole.lines().count());
    assertTrue(whole.startsWith(found.get(0)), "the same columns");
    Path folderOfResults = folder.resolve("stopped");
    assertTrue(
        Files.readString(folderOfResults.resolve("search.json")).contains("\"complete\" : false"));
    assertTrue(Files.exists(folderOfResults.resolve("best.onnx")));
    assertEquals(ExitCode.DONE, start(search("stopped")).waitFor());
    assertEquals(whole, candidates("stopped"));
  }

  @Test
  void aSearchWithWorkersFindsTheSameThoughOneIsKilled() throws IOException, InterruptedException {
    String whole = whole();
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    String at = "127.0.0.1:" + port;
    Process search = start(search("shared", "--listen", at));
    awaitListening(search, port);
    Process first = start(List.of("worker", at, "--threads", "1"));
    Process second = start(List.of("worker", at, "--threads", "1"));
    awaitKnown("shared", 10, search);
    first.destroyForcibly();

    assertEquals(ExitCode.DONE, search.waitFor(), this::logs);
    assertEquals(whole, candidates("shared"));
    assertTrue(second.waitFor(60, TimeUnit.SECONDS));
    assertEquals(ExitCode.DONE, second.exitValue(), this::logs);
    assertFalse(first.isAlive());
  }

  private static void awaitListening(Process search, int port) throws InterruptedException {
    while (search.isAlive()) {
      try (var socket = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
        assertTrue(socket.isConnected());
        return;
      } catch (IOException notYet) {
        Thread.sleep(100);
      }
    }
  }

  private String logs() {
    try (Stream<Path> files = Files.list(folder)) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.filter(f -> f.toString().endsWith(".txt")).toList()) {
        all.append(Files.readString(file, StandardCharsets.UTF_8)).append('\n');
      }
      return all.toString();
    } catch (IOException e) {
      return e.toString();
    }
  }
}
