package dev.repfuse.runtime;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;

/** How much ONNX Runtime may rewrite a model before it runs it. */
public enum Optimization {
  /** The graph runs as it is written; the reference for every comparison. */
  NONE(OptLevel.NO_OPT),

  /** Everything ONNX Runtime has, as in production. */
  ALL(OptLevel.ALL_OPT);

  private final OptLevel ortLevel;

  Optimization(OptLevel ortLevel) {
    this.ortLevel = ortLevel;
  }

  OptLevel ortLevel() {
    return ortLevel;
  }
}
