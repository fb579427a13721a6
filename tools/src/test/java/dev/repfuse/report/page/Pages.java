package dev.repfuse.report.page;

import dev.repfuse.FuseResult;
import dev.repfuse.Repfuse;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.runtime.verify.Verdict;
import dev.repfuse.runtime.verify.Verifier;
import dev.repfuse.runtime.verify.VerifyOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Pages for tests: of a model, and what folding makes of it. */
final class Pages {
  private Pages() {}

  /** A page of a model given as text and of what it is folded into. */
  static Path of(Path folder, String model, boolean verified) {
    Path before = folder.resolve("before.onnx");
    ModelFile.write(ModelText.parse(model), before);
    return of(folder, before, verified, List.of());
  }

  /** The same for a file. */
  static Path of(Path folder, Path before, boolean verified, List<LayerTime> times) {
    Path after = folder.resolve("after.onnx");
    FuseResult folded = Repfuse.fuse(before);
    ModelFile.write(folded.model(), after);
    Optional<Verdict> verdict =
        verified
            ? Optional.of(
                Verifier.compare(before, after, VerifyOptions.defaults().withIsolated(false)))
            : Optional.empty();
    ReportPage page =
        new ReportPage(
            PageModel.of(before, Repfuse.read(before)),
            PageModel.of(after, Repfuse.read(after)),
            Repfuse.fuse(after).report(),
            verdict,
            times);
    try {
      return Files.writeString(folder.resolve("report.html"), page.html());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Blocks in the manner of RepVGG: eight nodes each, of which two are left. */
  static String repVgg(int blocks) {
    StringBuilder weights = new StringBuilder();
    StringBuilder nodes = new StringBuilder();
    String from = "x";
    for (int i = 0; i < blocks; i++) {
      String to = i == blocks - 1 ? "y" : "r" + i;
      weights.append(
          """
          float[4,4,3,3] w%1$d ~ normal(%1$d, 0.15), float[4,4,1,1] v%1$d ~ normal(%1$d, 0.3),
          float[4] s%1$d ~ uniform(%1$d, 0.5, 1), float[4] b%1$d ~ normal(%1$d, 0.1),
          float[4] m%1$d ~ normal(%1$d, 0.1), float[4] q%1$d ~ variance(%1$d)%2$s
          """
              .formatted(i, i == blocks - 1 ? "" : ","));
      nodes.append(
          """
          ["block%1$d/three/Conv"] c%1$d = Conv <pads = [1, 1, 1, 1]> (%2$s, w%1$d)
          ["block%1$d/three/Norm"] d%1$d = BatchNormalization (c%1$d, s%1$d, b%1$d, m%1$d, q%1$d)
          ["block%1$d/one/Conv"] e%1$d = Conv (%2$s, v%1$d)
          ["block%1$d/one/Norm"] f%1$d = BatchNormalization (e%1$d, s%1$d, b%1$d, m%1$d, q%1$d)
          ["block%1$d/same/Norm"] g%1$d = BatchNormalization (%2$s, s%1$d, b%1$d, m%1$d, q%1$d)
          ["block%1$d/Add"] h%1$d = Add (d%1$d, f%1$d)
          ["block%1$d/Sum"] i%1$d = Add (h%1$d, g%1$d)
          ["block%1$d/Relu"] %3$s = Relu (i%1$d)
          """
              .formatted(i, from, to));
      from = to;
    }
    return "g (float[1,4,8,8] x) => (float[1,4,8,8] y) <%s> { %s }".formatted(weights, nodes);
  }
}
