package dev.repfuse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table in README's transcript is what the program prints. */
class TranscriptTest {
  @Test
  void theFiguresInReadmeAreStillTrue() throws IOException {
    String readme = Files.readString(Documents.folder().resolve("README.md"));
    String transcript =
        readme.substring(readme.indexOf("<!-- transcript"), readme.indexOf("<!-- /transcript"));

    List<String> now =
        CommandRun.of(Documents.network(), "--dry-run").out().lines().filter(this::isRow).toList();

    assertTrue(now.size() >= 6, now.toString());
    assertEquals(now, transcript.lines().filter(this::isRow).toList());
  }

  private boolean isRow(String line) {
    return line.matches("  (nodes|Conv|BatchNormalization|parameters|MACs|file size) +\\d.*");
  }
}
