import dev.repfuse.FuseResult;
import dev.repfuse.Repfuse;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.runtime.verify.Verdict;
import dev.repfuse.runtime.verify.Verifier;
import dev.repfuse.runtime.verify.VerifyOptions;
import java.nio.file.Path;

void main(String[] arguments) {
  Path original = Path.of(arguments[0]), folded = Path.of(arguments[1]);
  FuseResult result = Repfuse.fuse(original);
  ModelFile.write(result.model(), folded);
  Verdict verdict = Verifier.compare(original, folded, VerifyOptions.defaults());
  IO.println(result.before().nodes() + " → " + result.after().nodes() + " nodes, " + verdict.words());
}
