package dev.repfuse.runtime.bench;

import java.util.Set;
import java.util.TreeSet;

/**
 * Keys of ONNX Runtime's session configuration that mean something to its CPU build. The runtime
 * itself takes any key without a word, a misspelt one too.
 */
public final class SessionKeys {
  private static final Set<String> KNOWN =
      Set.of(
          "memory.enable_memory_arena_shrinkage",
          "mlas.enable_gemm_fastmath_arm64_bfloat16",
          "mlas.use_lut_gemm",
          "optimization.constant_folding_max_output_size_in_bytes",
          "optimization.disable_specified_optimizers",
          "optimization.enable_cast_chain_elimination",
          "optimization.enable_gelu_approximation",
          "optimization.minimal_build_optimizations",
          "session.disable_aot_function_inlining",
          "session.disable_cpu_ep_fallback",
          "session.disable_double_qdq_remover",
          "session.disable_prepacking",
          "session.disable_qdq_constant_folding",
          "session.disable_quant_qdq",
          "session.dynamic_block_base",
          "session.enable_dq_matmulnbits_fusion",
          "session.enable_quant_qdq_cleanup",
          "session.force_spinning_stop",
          "session.graph_optimizations_loop_level",
          "session.inter_op.allow_spinning",
          "session.intra_op.allow_spinning",
          "session.intra_op_thread_affinities",
          "session.load_model_format",
          "session.qdq_matmulnbits_accuracy_level",
          "session.qdq_matmulnbits_block_size",
          "session.qdqisint8allowed",
          "session.set_denormal_as_zero",
          "session.strict_shape_type_inference",
          "session.use_device_allocator_for_initializers",
          "session.use_env_allocators",
          "session.use_ort_model_bytes_for_initializers",
          "session.x64quantprecision");

  private SessionKeys() {}

  /** Whether the key is one. */
  public static boolean isKnown(String key) {
    return KNOWN.contains(key);
  }

  /** All of them, in order. */
  public static Set<String> all() {
    return new TreeSet<>(KNOWN);
  }
}
