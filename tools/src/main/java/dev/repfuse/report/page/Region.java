package dev.repfuse.report.page;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Nodes of two models that compute the same values.
 *
 * @param before nodes of the first model, in its order; none if the second has something new
 * @param after nodes of the second, in its order; the last one gives the region's result
 */
record Region(List<Node> before, List<Node> after) {
  Region {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  /** Whether the region is one node that is the same in both models. */
  boolean isKept() {
    return before.size() == 1 && after.size() == 1 && isSame(before.getFirst(), after.getFirst());
  }

  private static boolean isSame(Node a, Node b) {
    return a.operator().equals(b.operator())
        && haveSameAttributes(a, b)
        && readSame(new ArrayList<>(Flow.into(a)), new ArrayList<>(Flow.into(b)));
  }

  private static boolean haveSameAttributes(Node a, Node b) {
    for (Attribute attribute : a.attributes()) {
      Optional<Attribute> other = b.attribute(attribute.name());
      if (attribute.graphs().isEmpty() && !other.map(attribute::sameContent).orElse(false)) {
        return false;
      }
    }
    return a.attributes().size() == b.attributes().size();
  }

  private static boolean readSame(List<NamedValue> a, List<NamedValue> b) {
    boolean same = a.size() == b.size();
    for (int i = 0; same && i < a.size(); i++) {
      same = a.get(i).name().equals(b.get(i).name()) || haveSameNumbers(a.get(i), b.get(i));
    }
    return same;
  }

  private static boolean haveSameNumbers(NamedValue a, NamedValue b) {
    return a instanceof Initializer first
        && b instanceof Initializer second
        && first.payload() instanceof Tensor numbers
        && second.payload() instanceof Tensor others
        && numbers.sameAs(others);
  }
}
