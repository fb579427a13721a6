package dev.repfuse.testkit;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.ir.io.wire.WireWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model file with recorded tensors: {@code a.onnx} and {@code a/input_0.pb}, {@code
 * a/output_0.pb}, in the order of the graph's inputs and outputs.
 *
 * @param name the path below the models' folder, without {@code .onnx}
 * @param file the model
 */
public record RecordedModel(String name, Path file) {

  /** Reads the model. */
  public Model read() {
    return ModelFile.read(file);
  }

  /** The recorded inputs by name; an input with a default may be missing. */
  public Map<String, Tensor> inputs() {
    return recorded("input_", read().graph().inputs().stream().map(i -> i.name()).toList());
  }

  /** What the original computed from {@link #inputs}. */
  public Map<String, Tensor> outputs() {
    return recorded(
        "output_", read().graph().outputs().stream().map(o -> o.info().name()).toList());
  }

  private Map<String, Tensor> recorded(String prefix, List<String> names) {
    Path folder = file.resolveSibling(file.getFileName().toString().replaceFirst("\\.onnx$", ""));
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      Path path = folder.resolve(prefix + i + ".pb");
      if (Files.exists(path)) {
        tensors.put(names.get(i), tensor(path));
      }
    }
    return tensors;
  }

  /** Reads one serialized {@code TensorProto}, through an attribute of a model made for it. */
  public static Tensor tensor(Path path) {
    try {
      WireWriter attribute =
          new WireWriter()
              .utf8(1, "value")
              .bytes(5, MemorySegment.ofArray(Files.readAllBytes(path)))
              .varint(20, 4);
      WireWriter node = new WireWriter().utf8(2, "y").utf8(4, "Constant").message(5, attribute);
      WireWriter graph = new WireWriter().message(1, node).utf8(2, "tensor");
      byte[] model = new WireWriter().varint(1, 8).message(7, graph).toByteArray();
      Attribute value =
          ModelFile.parse(MemorySegment.ofArray(model), path.toString())
              .graph()
              .firstNode()
              .orElseThrow()
              .attribute("value")
              .orElseThrow();
      return ((Attribute.TensorValue) value.content()).tensor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
