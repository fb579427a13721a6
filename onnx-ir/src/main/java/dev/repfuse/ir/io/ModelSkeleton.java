package dev.repfuse.ir.io;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.GraphInput;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.OpsetImport;
import dev.repfuse.ir.Output;
import dev.repfuse.ir.Payload;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Type;
import dev.repfuse.ir.ValueInfo;
import dev.repfuse.ir.io.wire.WireWriter;

/**
 * The bytes of a model without its weights, its functions and what it declares of results:
 * constants that are not small become graph inputs of their type.
 */
public final class ModelSkeleton {
  private static final long SMALL = 1024;

  /** The first version in which an initializer need not be listed as an input. */
  private static final long IR_VERSION = 8;

  private ModelSkeleton() {}

  /** Encodes the skeleton. */
  public static byte[] toBytes(Model model) {
    WireWriter out = new WireWriter();
    out.varint(1, IR_VERSION);
    for (OpsetImport opset : model.opsets()) {
      WireWriter entry = new WireWriter();
      entry.utf8(1, opset.domain());
      entry.varint(2, opset.version());
      out.message(8, entry);
    }
    out.message(7, graph(model.graph()));
    return out.toByteArray();
  }

  private static WireWriter graph(Graph graph) {
    WireWriter out = new WireWriter();
    TensorWriter tensors = new TensorWriter(ExternalWriter.embedding());
    GraphWriter writer = new GraphWriter(tensors, false);
    for (Node node : graph.nodes()) {
      if (isLargeConstant(node)) {
        node.attributes()
            .forEach(attribute -> {
              if (attribute.content() instanceof Attribute.TensorValue(Tensor tensor)) {
                node.result().ifPresent(r -> input(out, r.name(), typeOf(tensor)));
              }
            });
      } else {
        writer.nodes().write(out, 1, node);
      }
    }
    out.utf8(2, graph.name().isEmpty() ? "skeleton" : graph.name());
    for (Initializer initializer : graph.initializers()) {
      if (initializer.payload() instanceof Tensor tensor && isSmall(tensor)) {
        tensors.initializer(out, initializer.name(), tensor);
      } else {
        input(out, initializer.name(), typeOf(initializer.payload()));
      }
    }
    for (GraphInput input : graph.inputs()) {
      input(out, input.name(), input.type());
    }
    for (Output output : graph.outputs()) {
      out.message(12, TypeWriter.valueInfo(ValueInfo.of(output.value().name(), Type.UNKNOWN)));
    }
    return out;
  }

  private static boolean isSmall(Tensor tensor) {
    return tensor.elementCount() <= SMALL && tensor.isNumeric();
  }

  private static boolean isLargeConstant(Node node) {
    if (!node.is("Constant")) {
      return false;
    }
    for (Attribute attribute : node.attributes()) {
      if (attribute.content() instanceof Attribute.TensorValue(Tensor tensor) && !isSmall(tensor)) {
        return true;
      }
    }
    return false;
  }

  private static Type typeOf(Payload payload) {
    return Type.tensor(payload.type(), payload.shape());
  }

  private static void input(WireWriter out, String name, Type type) {
    out.message(11, TypeWriter.valueInfo(ValueInfo.of(name, type)));
  }
}
