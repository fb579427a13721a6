package dev.repfuse.cli;

import dev.repfuse.Repfuse;
import dev.repfuse.ir.Model;
import dev.repfuse.prove.ModelProof;
import dev.repfuse.prove.Prover;
import dev.repfuse.report.ProofText;
import dev.repfuse.report.Style;
import dev.repfuse.report.VerdictJson;
import dev.repfuse.report.VerdictText;
import dev.repfuse.runtime.device.Device;
import dev.repfuse.runtime.verify.Verdict;
import dev.repfuse.runtime.verify.Verification;
import dev.repfuse.runtime.verify.Verifier;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells whether two models are the same function, and where they part. */
@Command(
    name = "verify",
    synopsisHeading = "Usage: repfuse ",
    sortOptions = false,
    description = "Run two models on the same inputs: are they the same function?",
    footerHeading = "%nExamples:%n",
    footer = {
      "  repfuse verify model.onnx model.fused.onnx",
      "  repfuse verify model.onnx model.fused.onnx --prove",
      "  repfuse verify model.onnx model.fused.onnx --target qemu://aarch64 --java jdk-aarch64",
      "  repfuse verify a.onnx b.onnx --shape N=4 --input real.npz --tolerance 1e-5"
    })
final class VerifyCommand extends Action {
  @Parameters(index = "0", paramLabel = "<original.onnx>", description = "The reference.")
  private Path original = Path.of("");

  @Parameters(index = "1", paramLabel = "<result.onnx>", description = "The model to compare.")
  private Path result = Path.of("");

  @Option(
      names = "--prove",
      description = "Also prove them equal, region by region, on a basis: docs/proof.md.")
  private boolean prove;

  @Mixin private VerifyMixin verify = new VerifyMixin();

  @Mixin private DeviceMixin target = new DeviceMixin();

  @Override
  public Integer call() {
    Model first = Repfuse.read(original);
    Model second = Repfuse.read(result);
    Optional<ModelProof> proof =
        prove ? Optional.of(Prover.prove(first, second)) : Optional.empty();
    Verdict verdict = compare();
    if (json()) {
      console().out().println(VerdictJson.document(original, result, verdict, proof));
    } else if (!quiet()) {
      Style style = new Style(console().colour());
      proof.ifPresent(p -> console().out().print(ProofText.of(p, verbose(), style)));
      console().out().print(VerdictText.of(verdict, style));
      console().out().flush();
    }
    boolean refuted = proof.isPresent() && proof.get().refutes();
    return verdict.provesEqual() && !refuted ? ExitCode.DONE : ExitCode.DIFFERENT;
  }

  private Verdict compare() {
    try (Progress progress = new Progress(console(), quiet() || json())) {
      if (target.isLocal()) {
        return Verifier.compare(original, result, verify.options(), progress::verification);
      }
      try (Device device = target.open(progress);
          Verification there =
              Verifier.on(device, original, verify.options(), progress::verification)) {
        return there.compareWith(result);
      }
    }
  }
}
