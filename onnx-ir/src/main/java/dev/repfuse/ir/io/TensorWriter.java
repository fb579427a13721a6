package dev.repfuse.ir.io;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.ExternalData;
import dev.repfuse.ir.Payload;
import dev.repfuse.ir.SparseTensor;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.io.wire.WireReader;
import dev.repfuse.ir.io.wire.WireWriter;
import java.lang.foreign.MemorySegment;
import java.util.Set;

/** Encodes {@code TensorProto} and {@code SparseTensorProto}. */
final class TensorWriter {
  private static final Set<Integer> WRITTEN = Set.of(1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14);

  private final ExternalWriter external;

  TensorWriter(ExternalWriter external) {
    this.external = external;
  }

  /** Whether the message of the file still says where the numbers are. */
  boolean isVerbatim(Tensor tensor) {
    return tensor.encoded().isPresent()
        && (tensor.external().isEmpty() || external.keepsReference(tensor.external().get()));
  }

  boolean isVerbatim(SparseTensor sparse) {
    return sparse.encoded().isPresent()
        && isVerbatim(sparse.values())
        && isVerbatim(sparse.indices());
  }

  void initializer(WireWriter graph, String name, Payload payload) {
    switch (payload) {
      case Tensor tensor when tensor.name().equals(name) && isVerbatim(tensor) ->
          graph.bytes(5, tensor.encoded().orElseThrow());
      case Tensor tensor -> graph.message(5, tensor(name, tensor));
      case SparseTensor sparse when sparse.values().name().equals(name) && isVerbatim(sparse) ->
          graph.bytes(15, sparse.encoded().orElseThrow());
      case SparseTensor sparse -> graph.message(15, sparse(name, sparse));
    }
  }

  /** A tensor of an attribute, under the name that it has by itself, which may be none. */
  WireWriter named(Tensor tensor) {
    return tensor(tensor.name(), tensor);
  }

  private WireWriter tensor(String name, Tensor tensor) {
    WireWriter out = new WireWriter();
    for (long size : tensor.shape().sizes().orElseThrow()) {
      out.varint(1, size);
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
    tensor.encoded().ifPresent(bytes -> carry(bytes, out, WRITTEN));
    return out;
  }

  private static void entry(WireWriter out, String key, String value) {
    WireWriter entry = new WireWriter();
    entry.utf8(1, key);
    entry.utf8(2, value);
    out.message(13, entry);
  }

  /** Keeps documentation, metadata and unknown fields of a tensor whose data moves. */
  private static void carry(MemorySegment message, WireWriter out, Set<Integer> written) {
    WireReader in = WireReader.of(message);
    while (in.next()) {
      if (!written.contains(in.field())) {
        out.raw(in.rawField());
      }
    }
  }

  WireWriter sparse(SparseTensor sparse) {
    return sparse(sparse.values().name(), sparse);
  }

  private WireWriter sparse(String name, SparseTensor sparse) {
    WireWriter out = new WireWriter();
    out.message(1, tensor(name, sparse.values()));
    out.message(2, tensor(sparse.indices().name(), sparse.indices()));
    for (long size : sparse.shape().sizes().orElseThrow()) {
      out.varint(3, size);
    }
    sparse.encoded().ifPresent(bytes -> carry(bytes, out, Set.of(1, 2, 3)));
    return out;
  }
}
