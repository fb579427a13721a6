package dev.repfuse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.repfuse.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table in README's first transcript is what the program prints. */
class TranscriptTest {
  @Test
  void theFiguresInReadmeAreStillTrue() throws IOException {
    String readme = Files.readString(Project.file("README.md"));

    List<String> now =
        CommandRun.of(Project.model("repghostnet_0_5x"), "--dry-run")
            .out()
            .lines()
            .filter(this::isRow)
            .toList();

    assertEquals(6, now.size());
    assertEquals(now, readme.lines().filter(this::isRow).limit(now.size()).toList());
  }

  private boolean isRow(String line) {
    return line.matches("  (nodes|Conv|BatchNormalization|parameters|MACs|file size) +\\d.*");
  }
}
