package dev.repfuse.fitness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.pass.choice.SearchSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers to one question are never taken for answers to another. */
class QuestionTest {
  @TempDir Path folder;

  private String asked(Path model) {
    return Question.costs(model, new SearchSpace(List.of()), Optional.empty());
  }

  private void weigh(int number) throws IOException {
    Files.write(folder.resolve("w.bin"), new byte[] {0, 0, (byte) 0x80, (byte) number});
  }

  /** The model's own file stays the same, and its name does not matter. */
  @Test
  void weightsBesideTheModelCountToo() throws IOException {
    weigh(0x3F);
    Path model = folder.resolve("m.onnx");
    ModelFile.write(
        ModelText.parse(
            "g () => (float[1] y) <float[1] w = [\"location\": \"w.bin\"]> { y = Identity (w) }",
            folder),
        model);
    String first = asked(model);
    byte[] bytes = Files.readAllBytes(model);
    weigh(0x40);

    assertEquals(-1, Arrays.mismatch(bytes, Files.readAllBytes(model)));
    assertNotEquals(first, asked(model));
    weigh(0x3F);
    assertEquals(first, asked(Files.copy(model, folder.resolve("other.onnx"))));
  }
}
