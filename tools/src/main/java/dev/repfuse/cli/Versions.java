package dev.repfuse.cli;

import dev.repfuse.ir.check.ModelCheck;
import dev.repfuse.ir.schema.Schemas;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Properties;
import picocli.CommandLine;

/** The versions of the program and of the libraries that its results depend on. */
final class Versions implements CommandLine.IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "repfuse " + of("repfuse"),
      "ONNX Runtime " + of("onnxruntime"),
      "ONNX up to IR version %d and opset %d; shape inference of onnx %s"
          .formatted(ModelCheck.NEWEST_IR, Schemas.NEWEST_OPSET, of("onnx")),
      "picocli " + of("picocli") + ", Jackson " + of("jackson"),
      "Java " + System.getProperty("java.vm.version", "?") + " on " + platform()
    };
  }

  private static String platform() {
    return System.getProperty("os.name", "?") + " " + System.getProperty("os.arch", "?");
  }

  /** The version of one library. */
  static String of(String library) {
    Properties versions = new Properties();
    try (InputStream in = Versions.class.getResourceAsStream("versions.properties")) {
      if (in != null) {
        versions.load(in);
      }
    } catch (IOException e) {
      return "?";
    }
    return Optional.ofNullable(versions.getProperty(library)).orElse("?");
  }
}
