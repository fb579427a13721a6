package dev.repfuse.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.Map;

/** One run of a model, to be timed. */
public final class Repeated {
  private final OrtSession session;
  private final Map<String, OnnxTensor> inputs;

  Repeated(OrtSession session, Map<String, OnnxTensor> inputs) {
    this.session = session;
    this.inputs = inputs;
  }

  /**
   * Runs the model and drops what it gives.
   *
   * @return nanoseconds that a run took, the mean of them all
   * @throws OrtFailure if a run fails
   */
  public long run(int times) {
    try {
      long start = System.nanoTime();
      for (int i = 0; i < times; i++) {
        session.run(inputs).close();
      }
      return (System.nanoTime() - start) / times;
    } catch (OrtException e) {
      throw new OrtFailure("the run failed", e);
    }
  }
}
