package dev.repfuse.runtime;

import ai.onnxruntime.OnnxTensor;
import dev.repfuse.ir.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Named tensors copied into ONNX Runtime's memory once, to be run through any number of sessions.
 */
public final class Feed implements AutoCloseable {
  private final Map<String, Carrier> carriers = new LinkedHashMap<>();

  private Feed() {}

  /**
   * Copies tensors over, by input name.
   *
   * @throws OrtFailure if one has an element type that ONNX Runtime for Java cannot be fed
   */
  public static Feed of(Map<String, Tensor> tensors) {
    Feed feed = new Feed();
    try {
      for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
        feed.carriers.put(entry.getKey(), Carrier.of(entry.getValue()));
      }
      return feed;
    } catch (RuntimeException e) {
      feed.close();
      throw e;
    }
  }

  /** What this feed has for the inputs of these names; names it does not have are left out. */
  Map<String, OnnxTensor> tensors(Iterable<String> names) {
    Map<String, OnnxTensor> chosen = new LinkedHashMap<>();
    for (String name : names) {
      Carrier carrier = carriers.get(name);
      if (carrier != null) {
        chosen.put(name, carrier.tensor());
      }
    }
    return chosen;
  }

  @Override
  public void close() {
    List<Carrier> open = new ArrayList<>(carriers.values());
    carriers.clear();
    open.forEach(Carrier::close);
  }
}
