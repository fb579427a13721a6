package dev.repfuse.ir.io;

import dev.repfuse.ir.Function;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.OpsetImport;
import dev.repfuse.ir.io.wire.WireReader;
import dev.repfuse.ir.io.wire.WireWriter;
import java.util.Set;

/** Encodes {@code ModelProto}; whatever was not changed is written as it stood in the file. */
final class ModelWriter {
  private final ExternalWriter external;

  ModelWriter(ExternalWriter external) {
    this.external = external;
  }

  WireWriter write(Model model) {
    WireWriter out = new WireWriter();
    if (model.irVersion() != 0) {
      out.varint(1, model.irVersion());
    }
    model.carried().fields().forEach(out::raw);
    for (OpsetImport opset : model.opsets()) {
      opset
          .encoded()
          .ifPresentOrElse(bytes -> out.bytes(8, bytes), () -> out.message(8, opset(opset)));
    }
    boolean listAll = model.irVersion() < Model.OVERRIDABLE_SINCE;
    TensorWriter tensors = new TensorWriter(external);
    GraphWriter graphs = new GraphWriter(tensors, listAll);
    out.message(7, graphs.graph(model.graph()));
    for (Function function : model.functions()) {
      out.message(25, function(function, graphs.nodes()));
    }
    return out;
  }

  /** The message of the file, without what was declared of values that are gone, and new nodes. */
  private static WireWriter function(Function function, NodeWriter nodes) {
    WireWriter out = new WireWriter();
    Set<String> declared = function.body().valueInfos().keySet();
    WireReader in = WireReader.of(function.encoded());
    while (in.next()) {
      boolean kept =
          switch (in.field()) {
            case 7 -> false;
            case 12 -> declared.contains(TypeReader.valueInfo(in.bytes()).name());
            default -> true;
          };
      if (kept) {
        out.raw(in.rawField());
      }
    }
    function.body().nodes().forEach(node -> nodes.write(out, 7, node));
    return out;
  }

  private static WireWriter opset(OpsetImport opset) {
    WireWriter out = new WireWriter();
    out.utf8(1, opset.domain());
    out.varint(2, opset.version());
    return out;
  }
}
