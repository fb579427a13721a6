package dev.repfuse.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Java is linked once, and stays for whoever asks again. */
@Tag("device")
class LinkedJavaTest {
  private static final Path JDK = Path.of(System.getProperty("java.home"));

  @TempDir private Path caches;

  @Test
  void whoeverAsksGetsTheSame() throws Exception {
    Callable<Path> asks = () -> LinkedJava.kept(caches, JDK, Optional.empty());
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      List<Future<Path>> answers = both.invokeAll(List.of(asks, asks));
      Path java = answers.getFirst().get();
      assertEquals(java, answers.getLast().get());
      assertTrue(Files.isExecutable(java.resolve("bin/java")));
      assertEquals(List.of(java.getFileName().toString(), "java.lock"), names(caches));
    }
  }

  /** As a process that was killed while it linked leaves it. */
  @Test
  void whatWasLeftHalfIsNotTaken() throws IOException {
    Files.createDirectories(caches.resolve("repfuse-child-java/java/bin"));
    Path java = LinkedJava.kept(caches, JDK, Optional.empty());
    assertTrue(Files.isExecutable(java.resolve("bin/java")));
    assertEquals(List.of(java.getFileName().toString(), "java.lock"), names(caches));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
