package dev.repfuse.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnxruntime.OrtException;
import org.junit.jupiter.api.Test;

/** ONNX Runtime's messages are cut down to what a user can read. */
class OrtFailureTest {
  private static String words(String message) {
    return OrtFailure.inOneLine(new OrtException(message));
  }

  @Test
  void dropsCodeFileAndSource() {
    assertEquals(
        "Missing model IR version.",
        words(
            "Error code - ORT_FAIL - message: Load model from a b.onnx"
                + " failed:/onnxruntime_src/onnxruntime/core/graph/model.cc:187"
                + " onnxruntime::Model::Model(onnx::ModelProto&&, const onnxruntime::PathString&)"
                + " Missing model IR version.\n"));
    assertEquals(
        "while running Add: axis == 1 was false. 3 by 4",
        words(
            "while running Add: /onnxruntime_src/onnxruntime/core/ops.h:557 void"
                + " onnxruntime::BroadcastIterator::Append(ptrdiff_t, ptrdiff_t) axis == 1 was"
                + " false.\n3 by 4"));
  }

  @Test
  void cutsWhatIsVeryLong() {
    assertEquals(401, words("x".repeat(5000)).length());
  }

  @Test
  void namesTheKindWhereThereAreNoWords() {
    assertEquals("IllegalStateException", OrtFailure.inOneLine(new IllegalStateException()));
  }
}
