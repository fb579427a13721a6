package dev.repfuse.ir.text;

import dev.repfuse.ir.Graph;

/** A main graph in the ONNX textual syntax. */
public final class GraphText {
  private GraphText() {}

  /** Reads the text as a model and gives its main graph; see {@link ModelText#parse(String)}. */
  public static Graph parse(String text) {
    return ModelText.parse(text).graph();
  }
}
