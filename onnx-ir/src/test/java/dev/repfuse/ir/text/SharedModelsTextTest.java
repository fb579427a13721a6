package dev.repfuse.ir.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.io.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every block of the shared folder survives being printed and read. */
@Tag("shared")
class SharedModelsTextTest {

  @Test
  void blocksSurviveText() throws IOException {
    Path folder = Path.of(System.getProperty("repfuse.shared", "../shared"), "models", "blocks");
    Assumptions.assumeTrue(Files.isDirectory(folder), "no shared models in " + folder);
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(p -> p.toString().endsWith(".onnx")).sorted().toList();
    }
    for (Path file : files) {
      Model model = ModelFile.read(file);
      assertSame(file.getFileName().toString(), model, ModelText.parse(ModelText.print(model)));
    }
    assertTrue(files.size() > 50, "only " + files.size() + " files");
  }

  private static void assertSame(String file, Model model, Model again) {
    List<Node> nodes = model.graph().nodeList();
    List<Node> others = again.graph().nodeList();
    assertEquals(nodes.size(), others.size(), file);
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      Node other = others.get(i);
      assertEquals(node.operator(), other.operator(), file);
      assertEquals(node.name(), other.name(), file);
      assertEquals(node.inputs().toString(), other.inputs().toString(), file);
      assertEquals(node.outputs().toString(), other.outputs().toString(), file);
      assertEquals(node.attributes().size(), other.attributes().size(), file);
      for (Attribute attribute : node.attributes()) {
        Attribute read = other.attribute(attribute.name()).orElseThrow();
        assertTrue(attribute.sameContent(read), file + ": " + node + " " + attribute.name());
      }
    }
    List<Initializer> constants = List.copyOf(model.graph().initializers());
    List<Initializer> read = List.copyOf(again.graph().initializers());
    assertEquals(constants.size(), read.size(), file);
    for (int i = 0; i < constants.size(); i++) {
      assertEquals(constants.get(i).name(), read.get(i).name(), file);
      assertTrue(
          constants.get(i).tensor().orElseThrow().sameAs(read.get(i).tensor().orElseThrow()),
          file + ": " + constants.get(i).name());
    }
  }
}
