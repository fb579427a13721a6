package dev.repfuse.ir.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.check.GraphInvariants;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files come out as they went in: every field at every level, in the order of the file. */
@Tag("shared")
class SharedRoundTripTest {
  private static final Path SHARED = Path.of(System.getProperty("repfuse.shared", "../../shared"));

  @TempDir private Path scratch;

  @Test
  void filesOfOtherPeople() throws IOException {
    assertSurvive(modelsUnder(SHARED.resolve("corpus/files")), loadableFilesOfOtherPeople());
  }

  @Test
  void exportedNetworksAndBlocks() throws IOException {
    List<Path> files = modelsUnder(SHARED.resolve("models"));
    assertSurvive(files, Set.copyOf(files));
  }

  @Test
  void oddFilesThatMustBeAccepted() throws IOException {
    List<Path> files = malformed("accept");
    assertSurvive(files, Set.copyOf(files));
  }

  @Test
  void oddFilesThatMayBeRefusedAreReadOrRefusedInOneLine() throws IOException {
    assertRefusedInOneLineOrRead(malformed("either"), false);
  }

  @Test
  void brokenFilesAreRefusedInOneLineOrLeftToTheChecks() throws IOException {
    assertRefusedInOneLineOrRead(malformed("error"), true);
  }

  /** Every file has to survive or, where others cannot load it either, to be refused. */
  private void assertSurvive(List<Path> files, Set<Path> loadable) throws IOException {
    List<String> failures = new ArrayList<>();
    int refused = 0;
    for (Path file : files) {
      try {
        difference(file).ifPresent(difference -> failures.add(file + ": " + difference));
      } catch (ModelException e) {
        refused++;
        if (loadable.contains(file)) {
          failures.add(e.getMessage());
        }
      }
    }
    int unchanged = files.size() - refused;
    System.out.printf("round trip: %d files unchanged, %d refused%n", unchanged, refused);
    assertEquals("", String.join("\n", failures));
  }

  private static Set<Path> loadableFilesOfOtherPeople() throws IOException {
    Path corpus = SHARED.resolve("corpus");
    try (Stream<String> lines = Files.lines(corpus.resolve("INDEX.tsv"))) {
      return lines
          .map(line -> line.split("\t", -1))
          .filter(columns -> columns[12].equals("yes"))
          .map(columns -> corpus.resolve(columns[15]))
          .collect(Collectors.toSet());
    }
  }

  private Optional<String> difference(Path file) throws IOException {
    Model model = ModelFile.read(file);
    GraphInvariants.check(model.graph());
    byte[] original = Files.readAllBytes(file);
    byte[] written = hasExternalData(original) ? writtenBeside(file) : ModelFile.toBytes(model);
    Optional<String> difference = MessageDifference.between(original, written);
    if (difference.isPresent() && NodePermutation.isUnsorted(original)) {
      difference = NodePermutation.difference(original, written);
    }
    if (difference.isPresent()) {
      return difference;
    }
    byte[] again =
        hasExternalData(original)
            ? written
            : ModelFile.toBytes(ModelFile.parse(MemorySegment.ofArray(written), "again"));
    return java.util.Arrays.equals(written, again)
        ? Optional.empty()
        : Optional.of("a second round trip gives other bytes");
  }

  private static boolean hasExternalData(byte[] bytes) {
    return MessageDifference.model(bytes).toString().contains("data_location: EXTERNAL");
  }

  /** A copy of the folder, where references to external data stay good. */
  private byte[] writtenBeside(Path file) throws IOException {
    Path folder = Files.createTempDirectory(scratch, "model");
    try (Stream<Path> siblings = Files.list(file.resolveSibling(""))) {
      for (Path sibling : siblings.filter(Files::isRegularFile).toList()) {
        Files.copy(sibling, folder.resolve(sibling.getFileName()));
      }
    }
    Path target = folder.resolve("again.onnx");
    ModelFile.write(ModelFile.read(folder.resolve(file.getFileName())), target);
    assertFalse(Files.exists(folder.resolve("again.onnx.data")), file + ": data was copied");
    return Files.readAllBytes(target);
  }

  private static void assertRefusedInOneLineOrRead(List<Path> files, boolean printRead) {
    int refused = 0;
    for (Path file : files) {
      try {
        Model model = ModelFile.read(file);
        GraphInvariants.check(model.graph());
        ModelFile.parse(MemorySegment.ofArray(ModelFile.toBytes(model)), "again");
        if (printRead) {
          System.out.println("left to the checks: " + file.getFileName());
        }
      } catch (ModelException e) {
        assertFalse(e.getMessage().contains("\n"), e.getMessage());
        refused++;
      }
    }
    System.out.printf("%d of %d files refused when read%n", refused, files.size());
  }

  private static List<Path> malformed(String kind) throws IOException {
    Path folder = SHARED.resolve("corpus/malformed");
    assumeTrue(Files.isDirectory(folder), "no folder " + folder);
    try (Stream<String> lines = Files.lines(folder.resolve("INDEX.tsv"))) {
      return lines
          .map(line -> line.split("\t", -1))
          .filter(columns -> columns[4].equals(kind))
          .map(columns -> folder.resolve(columns[1]))
          .toList();
    }
  }

  private static List<Path> modelsUnder(Path folder) throws IOException {
    assumeTrue(Files.isDirectory(folder), "no folder " + folder);
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".onnx")).sorted().toList();
    }
  }
}
