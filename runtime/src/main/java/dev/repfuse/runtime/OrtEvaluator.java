package dev.repfuse.runtime;

import dev.repfuse.ir.Tensor;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Evaluates constant models: self-contained ones without inputs, as ONNX Runtime computes them when
 * it optimizes nothing.
 *
 * <p>This runs in the calling process. A model that ONNX Runtime crashes on (an integer division of
 * the smallest number by -1 does it) takes the process with it, so callers must not pass such
 * nodes.
 */
public final class OrtEvaluator {

  /**
   * The value of every output of a model, by name, in the model's order.
   *
   * @param model the bytes of an ONNX file that needs no inputs and no external data
   * @throws OrtFailure if ONNX Runtime refuses the model, it needs inputs, or an output is no
   *     tensor
   */
  public Map<String, Tensor> evaluate(byte[] model) {
    ByteBuffer direct = ByteBuffer.allocateDirect(model.length).put(model).flip();
    try (Session session = Session.open(direct, Optional.empty(), Optimization.NONE, 1)) {
      return evaluate(session);
    }
  }

  /** The same for a model in a file, which may have external data. */
  public Map<String, Tensor> evaluate(Path model) {
    try (Session session = Session.open(model, Optimization.NONE, 1)) {
      return evaluate(session);
    }
  }

  private static Map<String, Tensor> evaluate(Session session) {
    if (!session.inputs().isEmpty()) {
      throw new OrtFailure("the model is not constant: it has the inputs " + session.inputs());
    }
    try (Feed nothing = Feed.of(Map.of())) {
      Outputs outputs = session.run(nothing);
      outputs
          .unreadable()
          .forEach((name, reason) -> {
            throw new OrtFailure("output '" + name + "' cannot be read: " + reason);
          });
      return outputs.tensors();
    }
  }
}
