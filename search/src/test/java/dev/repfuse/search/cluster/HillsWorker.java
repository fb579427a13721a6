package dev.repfuse.search.cluster;

import dev.repfuse.search.Evaluator.Worth;
import dev.repfuse.search.Hills;
import java.nio.file.Files;
import java.nio.file.Path;

/** A worker process of tests: it takes its time, and fails where a file of the search tells it. */
final class HillsWorker {
  private HillsWorker() {}

  /** Joins the search at {@code args[0]} with an empty folder {@code args[1]}. */
  public static void main(String[] args) throws Exception {
    try (ClusterWorker worker =
        ClusterWorker.join(
            Endpoint.parse(args[0]),
            1,
            Path.of(args[1]),
            folder ->
                architecture -> {
                  boolean clumsy = System.getProperty("clumsy") != null;
                  if (clumsy || Files.exists(folder.resolve("broken"))) {
                    throw new IllegalStateException("the data are broken");
                  }
                  pause(Files.exists(folder.resolve("slow")) ? 1000 : 20);
                  return new Worth(Hills.worth(architecture), 0.02);
                })) {
      worker.await(() -> false);
    }
  }

  private static void pause(int milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
