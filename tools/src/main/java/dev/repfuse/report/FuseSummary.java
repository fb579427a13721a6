package dev.repfuse.report;

import dev.repfuse.FuseResult;
import dev.repfuse.ir.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * What was read.
 *
 * @param input the model file
 * @param bytes its size
 * @param irVersion version of the file format
 * @param opset version of ONNX's own operator set
 * @param producer who wrote it; may be empty
 */
public record FuseSummary(
    Path input, long bytes, long irVersion, OptionalLong opset, String producer) {

  /** Describes a model file. */
  public static FuseSummary of(Path input, Model model, FuseResult result) {
    return new FuseSummary(
        input,
        size(input, result.before().bytes()),
        model.irVersion(),
        model.opset(),
        model.producer());
  }

  private static long size(Path input, long otherwise) {
    try {
      return Files.size(input);
    } catch (IOException e) {
      return otherwise;
    }
  }
}
