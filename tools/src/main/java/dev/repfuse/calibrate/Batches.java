package dev.repfuse.calibrate;

import dev.repfuse.ir.Tensor;
import java.util.Map;

/** Real inputs of a network, batch by batch, as often as they are asked for. */
public interface Batches {
  /** How many batches there are. */
  int count();

  /** The inputs of a batch by name. */
  Map<String, Tensor> batch(int number);
}
