package dev.repfuse.ir.io;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Recognizes files that are not ONNX models but often carry the name of one. */
final class FileKind {
  private FileKind() {}

  /** What the file is, in words, if it is one of the known other kinds. */
  static Optional<String> of(MemorySegment content) {
    int length = (int) Math.min(512, content.byteSize());
    byte[] head = content.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    String text = new String(head, StandardCharsets.ISO_8859_1);
    String trimmed = text.strip().toLowerCase(Locale.ROOT);
    if (text.startsWith("\u001f\u008b")) {
      return Optional.of("is compressed with gzip: unpack it first");
    }
    if (text.startsWith("PK\u0003\u0004")) {
      return Optional.of("is a zip archive: unpack it first");
    }
    if (text.startsWith("version https://git-lfs")) {
      return Optional.of("is a Git LFS pointer, not the model: run 'git lfs pull'");
    }
    if (length >= 8 && text.startsWith("ORTM", 4)) {
      return Optional.of("is in ONNX Runtime's own ORT format: give the .onnx that it was made of");
    }
    if (trimmed.startsWith("<!doctype") || trimmed.startsWith("<html")) {
      return Optional.of("is an HTML page, not a model");
    }
    if (text.startsWith("\u00ff\u00fe") || text.startsWith("\u00fe\u00ff")) {
      return Optional.of("is UTF-16 text, not a model");
    }
    if (trimmed.startsWith("ir_version:") || trimmed.startsWith("graph {")) {
      return Optional.of("is protobuf text format: convert it to binary first");
    }
    return isText(head) ? Optional.of("is a text file, not a model") : Optional.empty();
  }

  private static boolean isText(byte[] head) {
    for (byte b : head) {
      boolean space = b == '\n' || b == '\r' || b == '\t';
      if (!space && (b < 0x20 || b == 0x7f)) {
        return false;
      }
    }
    return head.length > 16;
  }
}
