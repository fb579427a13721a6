package dev.repfuse.ir.text;

import dev.repfuse.ir.Carried;
import dev.repfuse.ir.ValueInfo;
import dev.repfuse.ir.io.TypeWriter;
import dev.repfuse.ir.io.wire.WireReader;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds what a file holds and the textual syntax has no notation for. */
final class Unsaid {
  private Unsaid() {}

  /** A message of the format: the fields that the syntax expresses, and the names of others. */
  record Message(Set<Integer> said, Map<Integer, String> names) {
    static final Message MODEL =
        new Message(
            Set.of(1, 2, 3, 4, 5, 6, 7, 8, 14, 25),
            Map.of(20, "training_info", 26, "configuration"));
    static final Message GRAPH =
        new Message(
            Set.of(1, 2, 5, 11, 12, 13, 15),
            Map.of(10, "doc_string", 14, "quantization_annotation", 16, "metadata_props"));
    static final Message NODE =
        new Message(
            Set.of(1, 2, 3, 4, 5, 7, 8),
            Map.of(6, "doc_string", 9, "metadata_props", 10, "device_configurations"));
    static final Message VALUE_INFO =
        new Message(Set.of(1, 2), Map.of(3, "doc_string", 4, "metadata_props"));
    static final Message TENSOR =
        new Message(
            Set.of(1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14),
            Map.of(3, "segment", 12, "doc_string", 16, "metadata_props"));
    static final Message ATTRIBUTE =
        new Message(
            Set.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 14, 15, 20, 21, 22, 23),
            Map.of(13, "doc_string"));
    static final Message FUNCTION =
        new Message(Set.of(1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13), Map.of(14, "metadata_props"));
  }

  /** Remarks on the fields of a whole message. */
  static List<String> of(Message kind, MemorySegment message, String owner) {
    List<String> remarks = new ArrayList<>(0);
    WireReader in = WireReader.of(message);
    while (in.next()) {
      if (!kind.said.contains(in.field())) {
        String name = kind.names.getOrDefault(in.field(), "field " + in.field());
        remarks.add(
            "%s of %s is left out (%d bytes)".formatted(name, owner, in.rawField().byteSize()));
      }
    }
    return remarks;
  }

  /** Remarks on carried fields. */
  static List<String> of(Message kind, Carried carried, String owner) {
    List<String> remarks = new ArrayList<>(0);
    carried.fields().forEach(field -> remarks.addAll(of(kind, field, owner)));
    return remarks;
  }

  /** Remarks on a declaration: its own fields, and what its type holds beyond the type. */
  static List<String> ofValueInfo(MemorySegment message, ValueInfo info) {
    String owner = "'" + info.name() + "'";
    List<String> remarks = of(Message.VALUE_INFO, message, owner);
    WireReader in = WireReader.of(message);
    while (in.next()) {
      if (in.field() == 2
          && in.bytes().byteSize() != TypeWriter.type(info.type()).toByteArray().length) {
        remarks.add("details of the type of " + owner + " are left out, such as denotations");
      }
    }
    return remarks;
  }
}
