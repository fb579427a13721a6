package dev.repfuse.ir.io;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.ExternalData;
import dev.repfuse.ir.Payload;
import dev.repfuse.ir.SparseTensor;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.io.wire.WireReader;
import dev.repfuse.ir.io.wire.WireWriter;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** Encodes {@code TensorProto} and {@code SparseTensorProto}. */
final class TensorWriter {
  private final ExternalWriter external;

  TensorWriter(ExternalWriter external) {
    this.external = external;
  }

  void initializer(WireWriter graph, String name, Payload payload) {
    switch (payload) {
      case Tensor tensor -> {
        Optional<MemorySegment> verbatim = verbatim(name, tensor);
        if (verbatim.isPresent()) {
          graph.bytes(5, verbatim.get());
        } else {
          graph.message(5, tensor(name, tensor));
        }
      }
      case SparseTensor sparse -> {
        if (sparse.encoded().isPresent() && sparse.values().name().equals(name)) {
          graph.bytes(15, sparse.encoded().get());
        } else {
          graph.message(15, sparse(name, sparse));
        }
      }
    }
  }

  private Optional<MemorySegment> verbatim(String name, Tensor tensor) {
    boolean same = tensor.name().equals(name);
    boolean reachable = tensor.external().isEmpty() || external.keepsReference(tensor);
    return same && reachable ? tensor.encoded() : Optional.empty();
  }

  WireWriter tensor(String name, Tensor tensor) {
    WireWriter out = new WireWriter();
    if (tensor.shape().rank() > 0) {
      for (long size : tensor.shape().sizes().orElseThrow()) {
        out.varint(1, size);
      }
    }
    out.varint(2, tensor.type().code());
    if (!name.isEmpty()) {
      out.utf8(8, name);
    }
    if (tensor.type() == ElementType.STRING) {
      tensor.strings().forEach(string -> out.bytes(6, string));
    } else if (external.takes(tensor)) {
      ExternalData place = external.add(tensor);
      entry(out, "location", place.location());
      entry(out, "offset", Long.toString(place.offset()));
      entry(out, "length", Long.toString(place.length().orElseThrow()));
      out.varint(14, 1);
    } else {
      out.bytes(9, tensor.bytes());
    }
    tensor.encoded().ifPresent(bytes -> carry(bytes, out));
    return out;
  }

  private static void entry(WireWriter out, String key, String value) {
    WireWriter entry = new WireWriter();
    entry.utf8(1, key);
    entry.utf8(2, value);
    out.message(13, entry);
  }

  /** Keeps documentation, metadata and unknown fields of a tensor whose data moves. */
  private static void carry(MemorySegment message, WireWriter out) {
    WireReader in = WireReader.of(message);
    while (in.next()) {
      boolean written =
          switch (in.field()) {
            case 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14 -> true;
            default -> false;
          };
      if (!written) {
        out.raw(in.rawField());
      }
    }
  }

  WireWriter sparse(String name, SparseTensor sparse) {
    WireWriter out = new WireWriter();
    out.message(1, tensor(name, sparse.values()));
    out.message(2, tensor(sparse.indices().name(), sparse.indices()));
    for (long size : sparse.shape().sizes().orElseThrow()) {
      out.varint(3, size);
    }
    return out;
  }
}
