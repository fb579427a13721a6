import dev.repfuse.FuseResult;
import dev.repfuse.Repfuse;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.pass.Remark;
import dev.repfuse.runtime.verify.Verdict;
import dev.repfuse.runtime.verify.Verifier;
import dev.repfuse.runtime.verify.VerifyOptions;
import java.nio.file.Path;

/**
 * Folds a model and shows that the result computes the same. After ./repfuse has been built once:
 *
 * <pre>java -cp 'tools/target/repfuse/lib/*' examples/FuseAndVerify.java model.onnx result.onnx</pre>
 */
public final class FuseAndVerify {
  private FuseAndVerify() {}

  public static void main(String[] args) {
    Path input = Path.of(args[0]);
    Path output = Path.of(args[1]);

    FuseResult result = Repfuse.fuse(input);
    ModelFile.write(result.model(), output);
    System.out.printf("%d nodes -> %d nodes%n", result.before().nodes(), result.after().nodes());

    for (Remark remark : result.report().remarks()) {
      System.out.printf("left alone: %s, for %s%n", remark.node(), remark.reason().sentence());
    }

    Verdict verdict = Verifier.compare(input, output, VerifyOptions.defaults().withSamples(2));
    System.out.println(verdict.words());
    if (!verdict.provesEqual()) {
      throw new IllegalStateException(output + " must not be used");
    }
  }
}
