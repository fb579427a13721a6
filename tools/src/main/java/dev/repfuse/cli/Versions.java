package dev.repfuse.cli;

import dev.repfuse.Version;
import dev.repfuse.ir.check.ModelCheck;
import dev.repfuse.ir.schema.Schemas;
import picocli.CommandLine;

/** The versions of the program and of the libraries that its results depend on. */
final class Versions implements CommandLine.IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "repfuse " + Version.of("repfuse"),
      "ONNX Runtime " + Version.of("onnxruntime"),
      "ONNX up to IR version %d and opset %d; shape inference of onnx %s"
          .formatted(ModelCheck.NEWEST_IR, Schemas.NEWEST_OPSET, Version.of("onnx")),
      "picocli " + Version.of("picocli") + ", Jackson " + Version.of("jackson"),
      "Java " + System.getProperty("java.vm.version", "?") + " on " + platform()
    };
  }

  private static String platform() {
    return System.getProperty("os.name", "?") + " " + System.getProperty("os.arch", "?");
  }
}
