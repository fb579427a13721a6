package dev.repfuse.pass.fold;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.cost.Arithmetic;
import dev.repfuse.pass.cost.Cost;
import dev.repfuse.pass.cost.LayerKind;
import dev.repfuse.pass.cost.Target;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What nodes of a region cost on a target, and what one node in their place would. */
final class RegionCost {
  private static final double BYTES_PER_ELEMENT = 4;

  private final Facts facts;
  private final Target target;
  private final Map<Value, Expression> expressions;

  RegionCost(Facts facts, Map<Value, Expression> expressions) {
    this.facts = facts;
    this.target = facts.target();
    this.expressions = expressions;
  }

  /** The cost of nodes as they stand. */
  Cost of(Collection<Region.Member> members) {
    Cost cost = Cost.NONE;
    for (Region.Member member : members) {
      if (expressions.get(member.result()) instanceof Affine result) {
        cost = cost.plus(of(member, result.geometry()));
      }
    }
    return cost;
  }

  /**
   * The least that nodes cost if their arithmetic comes as near to the peak as {@code result}'s
   * does: what one node of more multiply-accumulates has to be compared with, for it is launches
   * that it saves.
   */
  Cost ofAsFastAs(Geometry result, Collection<Region.Member> members) {
    Arithmetic arithmetic = arithmetic(result);
    Cost cost = Cost.NONE;
    for (Region.Member member : members) {
      if (expressions.get(member.result()) instanceof Affine affine) {
        Cost asItIs = of(member, affine.geometry());
        Cost other = target.cost(arithmetic, asItIs.macs(), asItIs.bytes());
        cost =
            cost.plus(
                other.nanoseconds() < asItIs.nanoseconds()
                    ? other.asMeasured(asItIs.measured())
                    : asItIs);
      }
    }
    return cost;
  }

  private Cost of(Region.Member member, Geometry result) {
    Node node = member.node();
    Cost cost = target.cost(arithmetic(node), macs(node, result), bytes(member, result));
    return LinearOperators.isProduct(node) ? cost.asMeasured(measured(node)) : cost;
  }

  private static Arithmetic arithmetic(Geometry result) {
    return Arithmetic.of(result.group(), result.in(), result.out());
  }

  private OptionalDouble measured(Node node) {
    Optional<LayerKind.Layer> layer = LayerKind.of(node, facts::shape);
    return layer.isPresent()
        ? target.times().nanoseconds(layer.get(), facts::shape)
        : OptionalDouble.empty();
  }

  /**
   * The cost of computing {@code result} from the source by one node.
   *
   * @param like a convolution or product of the region
   */
  Cost ofOne(Geometry result, Node like) {
    double bytes =
        BYTES_PER_ELEMENT * (result.sourceElements() + result.elements() + result.weights());
    Optional<LayerKind> kind =
        result.rank() == 0
            ? LayerKind.of(like, facts::shape).map(LayerKind.Layer::kind)
            : result.kind();
    return target
        .cost(arithmetic(result), result.macs(), bytes)
        .asMeasured(
            kind.isPresent()
                ? target.times().nanoseconds(kind.get(), result.in(), result.out())
                : OptionalDouble.empty());
  }

  /** The cost of adding two values of a result's size. */
  Cost ofSum(Geometry result) {
    return target.cost(Arithmetic.DENSE, 0, 3 * BYTES_PER_ELEMENT * result.elements());
  }

  /** The cost of joining or copying a value of that many elements. */
  static Cost ofCopy(double elements, Target target) {
    return target.cost(Arithmetic.DENSE, 0, 2 * BYTES_PER_ELEMENT * elements);
  }

  private Arithmetic arithmetic(Node node) {
    Optional<Tensor> weight = facts.constant(node.input(1));
    if (node.is("Conv") && weight.isPresent()) {
      long[] dims = weight.get().shape().sizes().orElseThrow();
      long group = node.intAttribute("group", 1);
      return Arithmetic.of(group, dims[1] * group, dims[0]);
    }
    return LinearOperators.isProduct(node) ? Arithmetic.DENSE : Arithmetic.DEPTHWISE;
  }

  private double macs(Node node, Geometry result) {
    if (node.is("AveragePool")) {
      double taps = 1;
      for (long k : node.intsAttribute("kernel_shape").orElse(new long[0])) {
        taps *= k;
      }
      return taps * result.elements();
    }
    return LinearOperators.isProduct(node) ? weightsPerOutput(node) * result.elements() : 0;
  }

  private double weightsPerOutput(Node node) {
    Optional<Tensor> weight = facts.constant(node.input(1));
    if (weight.isPresent()) {
      long[] dims = weight.get().shape().sizes().orElseThrow();
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
