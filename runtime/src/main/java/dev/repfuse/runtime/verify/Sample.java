package dev.repfuse.runtime.verify;

import dev.repfuse.ir.Tensor;
import dev.repfuse.runtime.Outputs;
import java.util.Map;

/**
 * One input and what the original makes of it.
 *
 * @param label how messages call it, such as "uniform"
 * @param inputs a tensor for each input, by name
 * @param outputs what the unoptimized original returns
 */
record Sample(String label, Map<String, Tensor> inputs, Outputs outputs) {}
