package dev.repfuse.pass.clean;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.edit.ConeExtractor;
import dev.repfuse.ir.edit.Edit;
import dev.repfuse.pass.ConstantEvaluator;
import dev.repfuse.pass.Exactness;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.Sweep;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Computes expressions of constants once, by a runtime, and puts the results in their place. All
 * expressions go to the runtime together; if that fails they are tried in halves, and one that
 * fails alone is not tried again.
 */
public final class EvaluateConstants implements Sweep {
  private static final int MOST_CALLS = 100;

  private final ConstantEvaluator evaluator;
  private final Set<Result> refused = Collections.newSetFromMap(new WeakHashMap<>());

  public EvaluateConstants(ConstantEvaluator evaluator) {
    this.evaluator = evaluator;
  }

  @Override
  public List<Edit> propose(Graph graph, Facts facts, Remarks remarks) {
    List<Result> wanted = new ArrayList<>();
    for (List<Node> cone : ConstantCones.in(graph, facts, refused, remarks)) {
      wanted.addAll(Frontier.of(cone, facts, remarks));
    }
    wanted.sort(
        Comparator.comparingLong((Result result) -> result.producer().order())
            .thenComparingInt(Result::index));
    return new Evaluation(facts, remarks).of(wanted);
  }

  /** One round of calls. */
  private final class Evaluation {
    private final Facts facts;
    private final Remarks remarks;
    private final List<Edit> edits = new ArrayList<>();
    private int calls;

    Evaluation(Facts facts, Remarks remarks) {
      this.facts = facts;
      this.remarks = remarks;
    }

    List<Edit> of(List<Result> wanted) {
      evaluate(wanted);
      return edits;
    }

    private void evaluate(List<Result> wanted) {
      if (wanted.isEmpty()) {
        return;
      }
      Optional<Map<String, Tensor>> values = call(wanted);
      if (values.isPresent()) {
        wanted.forEach(result -> store(result, values.get()));
      } else if (wanted.size() == 1 || calls >= MOST_CALLS) {
        wanted.forEach(this::refuse);
      } else {
        int half = wanted.size() / 2;
        evaluate(wanted.subList(0, half));
        evaluate(wanted.subList(half, wanted.size()));
      }
    }

    private Optional<Map<String, Tensor>> call(List<Result> wanted) {
      if (calls >= MOST_CALLS) {
        return Optional.empty();
      }
      calls++;
      return evaluator.evaluate(
          ConeExtractor.extract(
              facts.irVersion(), facts.opsets(), ConstantCones.nodesFor(wanted), wanted));
    }

    private void store(Result result, Map<String, Tensor> values) {
      Optional<Tensor> tensor =
          Optional.ofNullable(values.get(result.name()))
              .filter(t -> t.type() == facts.element(result))
              .filter(t -> Edit.isReturned(result) || hasItsShape(result, t));
      tensor.ifPresentOrElse(t -> edits.add(new Edit.ToConstant(result, t)), () -> refuse(result));
    }

    /** A graph output keeps the type that the file declares for it, even one that is not true. */
    private boolean hasItsShape(Result result, Tensor tensor) {
      return facts.shape(result).filter(tensor.shape()::equals).isPresent();
    }

    private void refuse(Result result) {
      refused.add(result);
      remarks.declined(result.producer(), Reason.NOT_EVALUATED, "");
    }
  }

  @Override
  public Exactness exactness() {
    return Exactness.ROUNDING;
  }
}
