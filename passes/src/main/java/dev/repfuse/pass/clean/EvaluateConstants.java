package dev.repfuse.pass.clean;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.edit.ConeExtractor;
import dev.repfuse.ir.edit.Edit;
import dev.repfuse.pass.ConstantEvaluator;
import dev.repfuse.pass.Edits;
import dev.repfuse.pass.Exactness;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Computes expressions of constants once, by a runtime, and puts the results in their place. All
 * expressions go to the runtime together; if that fails they are tried in halves.
 */
public final class EvaluateConstants implements Sweep {
  private final ConstantEvaluator evaluator;

  public EvaluateConstants(ConstantEvaluator evaluator) {
    this.evaluator = evaluator;
  }

  @Override
  public List<Edit> propose(Graph graph, Facts facts, Remarks remarks) {
    ConstantCones cones = ConstantCones.in(graph, facts, remarks);
    List<Edit> edits = new ArrayList<>();
    evaluate(cones.frontier(), cones, facts, remarks, edits);
    return edits;
  }

  private void evaluate(
      List<Result> wanted, ConstantCones cones, Facts facts, Remarks remarks, List<Edit> edits) {
    if (wanted.isEmpty()) {
      return;
    }
    Model constants = ConeExtractor.extract(facts.model(), cones.nodesFor(wanted), wanted);
    Optional<Map<String, Tensor>> values = evaluator.evaluate(constants);
    if (values.isEmpty()) {
      if (wanted.size() == 1) {
        remarks.declined(wanted.getFirst().producer(), Reason.NOT_EVALUATED, "");
        return;
      }
      int half = wanted.size() / 2;
      evaluate(wanted.subList(0, half), cones, facts, remarks, edits);
      evaluate(wanted.subList(half, wanted.size()), cones, facts, remarks, edits);
      return;
    }
    for (Result result : wanted) {
      Optional.ofNullable(values.get().get(result.name()))
          .ifPresent(tensor -> replace(result, tensor, facts, remarks, edits));
    }
  }

  private static void replace(
      Result result, Tensor tensor, Facts facts, Remarks remarks, List<Edit> edits) {
    Node producer = result.producer();
    Edit edit = new Edit.ToConstant(result, tensor);
    if (facts.growth().permitsConstant(Edits.bytesAdded(edit) - Edits.bytesFreed(edit))) {
      edits.add(edit);
    } else {
      remarks.declined(producer, Reason.TOO_LARGE, "%d bytes".formatted(tensor.byteSize()));
    }
  }

  @Override
  public Exactness exactness() {
    return Exactness.ROUNDING;
  }
}
