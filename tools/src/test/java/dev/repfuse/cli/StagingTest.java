package dev.repfuse.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.Project;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.io.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A result gets its name whole or not at all. */
final class StagingTest {
  private final Model model = ModelFile.read(Project.model("blocks/noop_chain"));

  @TempDir private Path folder = Path.of("");

  @Test
  void commitsInOneStep() throws IOException {
    Path target = Files.writeString(folder.resolve("result.onnx"), "old");
    try (Staging staging = new Staging(model, target)) {
      assertEquals("old", Files.readString(target));
      staging.commit();
    }
    assertArrayEquals(ModelFile.toBytes(model), Files.readAllBytes(target));
    assertEquals(1, folder.toFile().list().length);
  }

  @Test
  void leavesTheOldFileWholeAndNoLitterWithoutCommit() throws IOException {
    Path target = Files.writeString(folder.resolve("result.onnx"), "old");
    try (Staging staging = new Staging(model, target)) {
      assertTrue(Files.exists(staging.path()));
    }
    assertEquals("old", Files.readString(target));
    assertEquals(1, folder.toFile().list().length);
  }

  @Test
  void namesTheTargetWhenItsFolderVanished() throws IOException {
    Path target = Files.createDirectory(folder.resolve("gone")).resolve("result.onnx");
    Files.delete(target.getParent());

    UsageException e = assertThrows(UsageException.class, () -> new Staging(model, target));

    assertTrue(e.toString().contains(target + ": cannot be written"), e::toString);
  }

  @Test
  void namesTheTargetWhenItsPlaceIsTaken() throws IOException {
    Path target = folder.resolve("result.onnx");
    try (Staging staging = new Staging(model, target)) {
      Files.createDirectories(target.resolve("in the way"));
      UsageException e = assertThrows(UsageException.class, staging::commit);
      assertTrue(e.toString().contains(target + ": cannot be written"), e::toString);
    }
    assertEquals(1, folder.toFile().list().length);
  }
}
