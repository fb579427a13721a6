package dev.repfuse;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library example of the README compiles and does what it says. */
final class ReadmeExampleTest {
  private static final Pattern JAVA_BLOCK =
      Pattern.compile("^```java\\R(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  @Test
  void exampleFoldsWritesAndVerifies(@TempDir Path folder) throws IOException {
    Matcher block = JAVA_BLOCK.matcher(Files.readString(Project.file("README.md")));
    assertTrue(block.find(), "README.md has no ```java block");
    Files.copy(Project.model("repghostnet_0_5x"), folder.resolve("model.onnx"));
    String program =
        """
        import dev.repfuse.*;
        import dev.repfuse.ir.io.*;
        import dev.repfuse.runtime.verify.*;
        import java.nio.file.Path;
        class Example {
          public static void main(String[] args) {
        %s  }
        }
        """
            .formatted(block.group(1));

    String printed = new JavaSource("Example", program).runIn(folder);

    assertTrue(printed.contains("equal: largest error"), printed);
    assertTrue(Files.exists(folder.resolve("model.fused.onnx")));
  }
}
