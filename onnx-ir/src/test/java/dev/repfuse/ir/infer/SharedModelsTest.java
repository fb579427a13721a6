package dev.repfuse.ir.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.repfuse.ir.Dim;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Output;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Type;
import dev.repfuse.ir.ValueInfo;
import dev.repfuse.ir.io.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** On exported models the rules alone never contradict the exporters or ONNX's own inference. */
@Tag("shared")
class SharedModelsTest {
  private static final Path MODELS =
      Path.of(System.getProperty("repfuse.shared", "../../shared"), "models");

  private final List<String> contradictions = new ArrayList<>();
  private int values;
  private int ranked;
  private int complete;

  @BeforeAll
  static void needsTheFolder() {
    assumeTrue(Files.exists(MODELS), () -> MODELS + " is not there");
  }

  @Test
  void agreesWithDeclarationsAndWithTheLibrary() throws IOException {
    try (var files = Files.walk(MODELS)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".onnx")).sorted().toList()) {
        Model model = ModelFile.read(file);
        compare(file, model, declared(model));
        compare(file, model, LibraryInference.ONNX.types(model));
        count(model);
      }
    }
    System.out.printf(
        "%d values: the rank of %.2f %%, every extent of %.2f %% (symbols included) is known%n",
        values, 100.0 * ranked / values, 100.0 * complete / values);
    assertEquals(List.of(), contradictions);
    assertTrue(ranked >= 0.999 * values);
    assertTrue(complete >= 0.99 * values);
  }

  private static Map<String, Type> declared(Model model) {
    Map<String, Type> types = new HashMap<>();
    for (ValueInfo info : model.graph().valueInfos().values()) {
      types.put(info.name(), info.type());
    }
    for (Output output : model.graph().outputs()) {
      types.put(output.info().name(), output.info().type());
    }
    return types;
  }

  private void compare(Path file, Model model, Map<String, Type> others) {
    Types types = Types.computed(model);
    for (Node node : model.graph().nodes()) {
      for (Result result : node.results()) {
        Type own = types.of(result);
        Type other = others.getOrDefault(result.name(), Type.UNKNOWN);
        if (Contradiction.between(own, other)) {
          contradictions.add(
              "%s %s: %s, not %s"
                  .formatted(MODELS.relativize(file), node, Sketch.text(own), Sketch.text(other)));
        }
      }
    }
  }

  private void count(Model model) {
    Types types = Types.computed(model);
    for (Node node : model.graph().nodes()) {
      for (Result result : node.results()) {
        values++;
        var shape = types.shape(result);
        ranked += shape.isPresent() ? 1 : 0;
        complete += shape.map(s -> !s.dims().contains(Dim.UNKNOWN)).orElse(false) ? 1 : 0;
      }
    }
  }
}
