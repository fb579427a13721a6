package dev.repfuse.pass.fold;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.cost.Target;
import java.util.Collection;
import java.util.Map;

/** What nodes of a region cost on a target, and what one node in their place would. */
final class RegionCost {
  private static final double BYTES_PER_ELEMENT = 4;

  private final Target target;
  private final Map<Value, Expression> expressions;

  RegionCost(Target target, Map<Value, Expression> expressions) {
    this.target = target;
    this.expressions = expressions;
  }

  /** Multiply-accumulates and time of nodes. */
  record Cost(double macs, double nanoseconds) {}

  Cost of(Collection<Region.Member> members) {
    double macs = 0;
    double time = 0;
    for (Region.Member member : members) {
      if (expressions.get(member.result()) instanceof Affine result) {
        double nodeMacs = macs(member.node(), result.geometry());
        macs += nodeMacs;
        time += target.nanoseconds(nodeMacs, bytes(member, result.geometry()));
      }
    }
    return new Cost(macs, time);
  }

  /** The cost of computing {@code result} from the source by one node. */
  Cost ofOne(Geometry result) {
    double bytes =
        BYTES_PER_ELEMENT * (result.sourceElements() + result.elements() + result.weights());
    return new Cost(result.macs(), target.nanoseconds(result.macs(), bytes));
  }

  private static double macs(Node node, Geometry result) {
    if (node.is("AveragePool")) {
      double taps = 1;
      for (long k : node.intsAttribute("kernel_shape").orElse(new long[0])) {
        taps *= k;
      }
      return taps * result.elements();
    }
    return LinearOperators.isProduct(node) ? weightsPerOutput(node) * result.elements() : 0;
  }

  private static double weightsPerOutput(Node node) {
    if (node.input(1) instanceof dev.repfuse.ir.Initializer weight) {
      long[] dims = weight.payload().shape().sizes().orElseThrow();
      double product = 1;
      for (long dim : dims) {
        product *= dim;
      }
      boolean outFirst = node.is("Conv") || node.intAttribute("transB", 0) != 0;
      return product / dims[outFirst ? 0 : 1];
    }
    return 0;
  }

  private double bytes(Region.Member member, Geometry result) {
    double elements = result.elements();
    for (Value operand : member.step().operands()) {
      if (expressions.get(operand) instanceof Affine affine) {
        elements += affine.geometry().elements();
      }
    }
    if (LinearOperators.isProduct(member.node())) {
      elements += weightsPerOutput(member.node()) * result.out();
    }
    return BYTES_PER_ELEMENT * elements;
  }
}
