package dev.repfuse.runtime.bench;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The keys that are known are those that the runtime's own library holds. */
class SessionKeysTest {
  @Test
  void theLibraryHoldsThem() throws IOException {
    String library = "/ai/onnxruntime/native/linux-x64/libonnxruntime.so";
    try (InputStream in = ai.onnxruntime.OrtEnvironment.class.getResourceAsStream(library)) {
      String bytes =
          new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.ISO_8859_1);
      for (String key : SessionKeys.all()) {
        boolean elsewhere = key.contains("arm64");
        assertTrue(elsewhere || bytes.contains(key), key);
      }
    }
  }

  @Test
  void aMisspeltKeyIsNone() {
    assertFalse(SessionKeys.isKnown("session.intra_op.allow_spining"));
  }
}
