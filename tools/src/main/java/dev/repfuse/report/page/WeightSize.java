package dev.repfuse.report.page;

import dev.repfuse.ir.GraphInput;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Payload;
import dev.repfuse.ir.SparseTensor;
import dev.repfuse.ir.Tensor;
import java.util.List;
import java.util.Optional;

/** How many bytes the constants of nodes take. */
final class WeightSize {
  private WeightSize() {}

  /** The constants that a node reads, those that callers may override included. */
  static List<NamedValue> constants(Node node) {
    return Flow.into(node).stream().filter(value -> payload(value).isPresent()).toList();
  }

  /** The numbers of a constant. */
  static Optional<Payload> payload(NamedValue value) {
    return switch (value) {
      case Initializer initializer -> Optional.of(initializer.payload());
      case GraphInput input -> input.byDefault();
      default -> Optional.empty();
    };
  }

  /** Bytes of numbers as the dense form holds them. */
  static long bytes(Payload payload) {
    return switch (payload) {
      case Tensor tensor -> tensor.byteSize();
      case SparseTensor sparse -> sparse.type().bytesFor(sparse.shape().elementCount().orElse(0));
    };
  }

  /** Bytes of all constants that a node reads. */
  static long of(Node node) {
    return constants(node).stream()
        .flatMap(value -> payload(value).stream())
        .mapToLong(WeightSize::bytes)
        .sum();
  }
}
