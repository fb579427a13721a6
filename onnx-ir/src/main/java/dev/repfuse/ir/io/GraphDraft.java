package dev.repfuse.ir.io;

import dev.repfuse.ir.Carried;
import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.Payload;
import dev.repfuse.ir.SparseTensor;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Type;
import dev.repfuse.ir.ValueInfo;
import dev.repfuse.ir.io.wire.WireReader;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A {@code GraphProto} whose names are not yet connected to values. */
final class GraphDraft {
  final List<NodeDraft> nodes = new ArrayList<>();
  final List<ValueInfo> inputs = new ArrayList<>();
  final List<ValueInfo> outputs = new ArrayList<>();
  final List<ValueInfo> valueInfos = new ArrayList<>();
  final Map<String, NamedPayload> initializers = new LinkedHashMap<>();
  final List<String> annotated = new ArrayList<>(0);
  String name = "";
  private final List<MemorySegment> carried = new ArrayList<>(0);
  private final Set<String> declared = new HashSet<>();

  /** An initializer of the file. */
  record NamedPayload(String name, Payload payload) {}

  private GraphDraft() {}

  /** Decodes a graph; by the rules of protobuf several pieces are one message. */
  static GraphDraft read(List<MemorySegment> pieces, TensorReader tensors) {
    GraphDraft draft = new GraphDraft();
    for (MemorySegment piece : pieces) {
      draft.readPiece(WireReader.of(piece), tensors);
    }
    return draft;
  }

  /** A function's body, whose inputs and outputs are names only. */
  static GraphDraft body(
      String name,
      List<String> inputs,
      List<String> outputs,
      List<MemorySegment> nodes,
      List<ValueInfo> valueInfos) {
    GraphDraft draft = new GraphDraft();
    draft.name = name;
    draft.valueInfos.addAll(valueInfos);
    nodes.forEach(node -> draft.nodes.add(NodeDraft.read(node)));
    inputs.forEach(input -> draft.inputs.add(ValueInfo.of(input, Type.UNKNOWN)));
    outputs.forEach(output -> draft.outputs.add(ValueInfo.of(output, Type.UNKNOWN)));
    return draft;
  }

  private void readPiece(WireReader in, TensorReader tensors) {
    while (in.next()) {
      switch (in.field()) {
        case 1 -> nodes.add(NodeDraft.read(in.bytes()));
        case 2 -> {
          name = in.utf8();
          if (name.isEmpty()) {
            carried.add(in.rawField());
          }
        }
        case 5 -> {
          Tensor tensor = tensors.tensor(in.bytes());
          add(tensor.name(), tensor);
        }
        case 11 -> inputs.add(TypeReader.valueInfo(in.bytes()));
        case 12 -> outputs.add(TypeReader.valueInfo(in.bytes()));
        case 13 -> declaration(in);
        case 14 -> {
          carried.add(in.rawField());
          annotation(in.message());
        }
        case 15 -> {
          SparseTensor tensor = tensors.sparse(in.bytes());
          add(tensor.values().name(), tensor);
        }
        default -> carried.add(in.rawField());
      }
    }
  }

  /** A value that is declared once more keeps its first declaration; the others are carried. */
  private void declaration(WireReader in) {
    ValueInfo info = TypeReader.valueInfo(in.bytes());
    if (declared.add(info.name())) {
      valueInfos.add(info);
    } else {
      carried.add(in.rawField());
    }
  }

  private void add(String tensor, Payload payload) {
    if (tensor.isEmpty()) {
      throw new ModelException("an initializer has no name");
    }
    NamedPayload old = initializers.putIfAbsent(tensor, new NamedPayload(tensor, payload));
    if (old != null) {
      boolean same =
          old.payload() instanceof Tensor a && payload instanceof Tensor b && a.sameAs(b);
      if (!same) {
        throw new ModelException("initializer '" + tensor + "' appears twice with different data");
      }
    }
  }

  private void annotation(WireReader in) {
    while (in.next()) {
      switch (in.field()) {
        case 1 -> annotated.add(in.utf8());
        case 2 -> {
          WireReader entry = in.message();
          while (entry.next()) {
            if (entry.field() == 2) {
              annotated.add(entry.utf8());
            }
          }
        }
        default -> {}
      }
    }
  }

  Optional<NamedPayload> initializer(String tensor) {
    return Optional.ofNullable(initializers.get(tensor));
  }

  Carried carried() {
    return new Carried(carried);
  }
}
