package dev.repfuse.calibrate;

import dev.repfuse.ir.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes NumPy's files for tests. */
final class Npy {
  private Npy() {}

  /**
   * What stands before the numbers.
   *
   * @param type such as {@code |u1}
   */
  static byte[] header(String type, long... extents) {
    StringBuilder shape = new StringBuilder();
    for (long extent : extents) {
      shape.append(extent).append(',');
    }
    String text =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }\n".formatted(type, shape);
    byte[] words = text.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(10 + words.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
        .putShort((short) words.length)
        .put(words)
        .array();
  }

  static byte[] bytes(Tensor tensor) {
    String type =
        switch (tensor.type()) {
          case FLOAT -> "<f4";
          case DOUBLE -> "<f8";
          case INT32 -> "<i4";
          case INT64 -> "<i8";
          case BOOL -> "|b1";
          case UINT8 -> "|u1";
          default -> throw new IllegalArgumentException(tensor.toString());
        };
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header(type, tensor.shape().sizes().orElseThrow()));
    out.writeBytes(tensor.bytes().toArray(ValueLayout.JAVA_BYTE));
    return out.toByteArray();
  }

  static Path write(Path file, Tensor tensor) throws IOException {
    return Files.write(file, bytes(tensor));
  }

  static Path archive(Path file, Map<String, Tensor> arrays) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, Tensor> entry : new TreeMap<>(arrays).entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey() + ".npy"));
        zip.write(bytes(entry.getValue()));
        zip.closeEntry();
      }
    }
    return file;
  }
}
