package dev.repfuse.ir.infer;

import java.util.List;
import java.util.function.Function;

/** How one operator's results follow from its inputs. */
@FunctionalInterface
interface Rule {

  /**
   * What is known of the results, in order; results beyond the end of the list are unknown.
   *
   * @throws IllegalNode if the node surely is not legal
   */
  List<Fact> results(Operation operation);

  /** A rule for an operator with one result. */
  static Rule one(Function<Operation, Fact> rule) {
    return operation -> List.of(rule.apply(operation));
  }
}
