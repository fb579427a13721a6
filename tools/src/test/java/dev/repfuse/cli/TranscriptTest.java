package dev.repfuse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The transcripts in README are what the program prints. */
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

  @Test
  void theLineOfACheckInReadmeIsStillTrue() throws IOException {
    String line = CommandRun.of(Project.model("repghostnet_0_5x"), "--check").out();

    String words = line.substring(line.indexOf("could be smaller")).strip();
    assertTrue(Files.readString(Project.file("README.md")).contains(words), words);
  }

  private boolean isRow(String line) {
    return line.matches("  (nodes|Conv|BatchNormalization|parameters|MACs|file size) +\\d.*");
  }
}
