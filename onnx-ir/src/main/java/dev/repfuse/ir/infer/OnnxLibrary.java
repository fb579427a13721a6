package dev.repfuse.ir.infer;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Output;
import dev.repfuse.ir.Type;
import dev.repfuse.ir.ValueInfo;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.ir.io.ModelSkeleton;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.onnx.ModelProto;
import org.bytedeco.onnx.global.onnx;

/** Asks the shape inference of the native ONNX library, where that is safe. */
final class OnnxLibrary {
  /** The newest operator set that the library knows. */
  private static final long NEWEST_OPSET = 22;

  private static final int MOST_NODES = 20_000;
  private static final int DEEPEST = 20;

  /** Operators whose inference divides by attributes or inputs that it does not check. */
  private static final Set<String> UNSAFE = Set.of("STFT", "Col2Im");

  private OnnxLibrary() {}

  static Map<String, Type> types(Model model) {
    long opset = model.opset().orElse(0);
    boolean known = opset >= 1 && opset <= NEWEST_OPSET;
    if (!known || countNodes(model.graph(), 0) > MOST_NODES) {
      return Map.of();
    }
    try {
      return read(inferred(ModelSkeleton.toBytes(model)));
    } catch (RuntimeException | LinkageError e) {
      // It refuses the model, or there is no such library on this machine.
      return Map.of();
    }
  }

  /** The nodes in a graph and its subgraphs; too many when the library must not see them. */
  private static int countNodes(Graph graph, int depth) {
    int count = graph.nodeCount();
    for (Node node : graph.nodes()) {
      if (depth > DEEPEST || count > MOST_NODES || UNSAFE.contains(node.opType())) {
        return MOST_NODES + 1;
      }
      for (Graph subgraph : node.subgraphs()) {
        count += countNodes(subgraph, depth + 1);
      }
    }
    return count;
  }

  private static byte[] inferred(byte[] skeleton) {
    try (ModelProto model = new ModelProto();
        BytePointer input = new BytePointer(skeleton)) {
      if (!model.ParseFromArray(input, skeleton.length)) {
        return new byte[0];
      }
      onnx.InferShapes(model);
      try (BytePointer output = model.SerializeAsString()) {
        byte[] bytes = new byte[Math.toIntExact(output.limit())];
        output.get(bytes);
        return bytes;
      }
    }
  }

  private static Map<String, Type> read(byte[] bytes) {
    Graph graph = ModelFile.parse(MemorySegment.ofArray(bytes), "inferred model").graph();
    Map<String, Type> types = new HashMap<>();
    for (ValueInfo info : graph.valueInfos().values()) {
      types.put(info.name(), info.type());
    }
    for (Output output : graph.outputs()) {
      types.put(output.info().name(), output.info().type());
    }
    return types;
  }
}
