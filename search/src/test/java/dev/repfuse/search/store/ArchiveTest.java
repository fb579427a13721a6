package dev.repfuse.search.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {
  @TempDir private Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void name() {
    file = folder.resolve("cache.sqlite");
  }

  private String refusal() {
    return String.valueOf(
        assertThrows(ArchiveException.class, () -> Archive.open(file)).getMessage());
  }

  @Test
  void findsAgainWhatWasKept() {
    try (Archive archive = Archive.open(file)) {
      archive.keep("q", List.of(1, 20), Map.of("value", 0.1 + 0.2, "seconds", 3.0));
    }
    try (Archive archive = Archive.open(file)) {
      assertEquals(
          Map.of("1,20", Map.of("value", 0.1 + 0.2, "seconds", 3.0)), archive.figures("q"));
      assertEquals(Map.of(), archive.figures("another question"));
    }
  }

  @Test
  void isReadWhileAnotherWrites() {
    try (Archive one = Archive.open(file);
        Archive other = Archive.open(file)) {
      one.keep("q", List.of(1), Map.of("value", 1.0));
      other.keep("q", List.of(2), Map.of("value", 2.0));
      assertEquals(2, one.figures("q").size());
    }
  }

  @Test
  void refusesWhatIsNoDatabaseAndLeavesItAlone() throws IOException {
    byte[] text =
        "this is a letter, and a long one at that".repeat(100).getBytes(StandardCharsets.UTF_8);
    Files.write(file, text);
    String message = refusal();
    assertTrue(message.startsWith(file + ": cannot be used as a cache: "), message);
    assertTrue(message.contains("not a database"), message);
    assertArrayEquals(text, Files.readAllBytes(file));
  }

  @Test
  void refusesAnotherProgramsDatabase() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      connection.createStatement().execute("CREATE TABLE recipe (name TEXT)");
    }
    String message = refusal();
    assertTrue(message.contains("it is another program's"), message);
  }

  /** Pages in the middle are overwritten, as by a bad disk. */
  @Test
  void tellsADamagedFile() throws IOException {
    try (Archive archive = Archive.open(file)) {
      for (int i = 0; i < 500; i++) {
        archive.keep("q", List.of(i), Map.of("value", (double) i));
      }
    }
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 4096; i < bytes.length; i += 3) {
      bytes[i] = (byte) 0xA5;
    }
    Files.write(file, bytes);
    String message = refusal();
    assertTrue(message.contains("cannot be used as a cache"), message);
    assertArrayEquals(bytes, Files.readAllBytes(file));
  }
}
