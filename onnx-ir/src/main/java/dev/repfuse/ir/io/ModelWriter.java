package dev.repfuse.ir.io;

import dev.repfuse.ir.Function;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.OpsetImport;
import dev.repfuse.ir.io.wire.WireWriter;

/** Encodes {@code ModelProto}; whatever was not changed is written as it stood in the file. */
final class ModelWriter {
  private final ExternalWriter external;

  ModelWriter(ExternalWriter external) {
    this.external = external;
  }

  WireWriter write(Model model) {
    WireWriter out = new WireWriter();
    out.varint(1, model.irVersion());
    model.carried().fields().forEach(out::raw);
    for (OpsetImport opset : model.opsets()) {
      opset
          .encoded()
          .ifPresentOrElse(bytes -> out.bytes(8, bytes), () -> out.message(8, opset(opset)));
    }
    boolean listAll = model.irVersion() < Model.OVERRIDABLE_SINCE;
    TensorWriter tensors = new TensorWriter(external);
    out.message(7, new GraphWriter(tensors, listAll).graph(model.graph()));
    for (Function function : model.functions()) {
      out.bytes(25, function.encoded());
    }
    return out;
  }

  private static WireWriter opset(OpsetImport opset) {
    WireWriter out = new WireWriter();
    out.utf8(1, opset.domain());
    out.varint(2, opset.version());
    return out;
  }
}
