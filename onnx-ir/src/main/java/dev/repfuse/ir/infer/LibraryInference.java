package dev.repfuse.ir.infer;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.Type;
import java.util.Map;

/** A second opinion on the types of a model's values, asked when the own rules know nothing. */
@FunctionalInterface
public interface LibraryInference {

  /** Never knows anything. */
  LibraryInference NONE = _ -> Map.of();

  /** ONNX's own shape inference; its native library is loaded when it is first asked. */
  LibraryInference ONNX = OnnxLibrary::types;

  /** The types of the main graph's values by name; empty when it cannot tell. */
  Map<String, Type> types(Model model);
}
