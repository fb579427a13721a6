package dev.repfuse.pass.fold;

import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Linear nodes that grow backwards from one result. Whenever a single value is left that everything
 * inside depends on, that value is a source: the result may be one convolution of it.
 */
final class Region {
  private static final int MOST_NODES = 4096;

  private final Facts facts;
  private final List<Member> members = new ArrayList<>();
  private final PriorityQueue<Result> expandable =
      new PriorityQueue<>(Comparator.comparingLong((Result r) -> r.producer().order()).reversed());
  private final Map<Result, Step> steps = new HashMap<>();
  private final Set<NamedValue> open = new HashSet<>();
  private Optional<Node> product = Optional.empty();

  /** A linear node of the region. */
  record Member(Result result, Step.Linear step) {
    Node node() {
      return result.producer();
    }
  }

  /** Begins with nothing inside; {@code root} is the value that the region computes. */
  Region(Result root, Facts facts) {
    this.facts = facts;
    open(root);
  }

  /**
   * Takes nodes in until one source is left; the source, or nothing when the region cannot grow any
   * more.
   */
  Optional<NamedValue> grow() {
    while (members.size() < MOST_NODES) {
      if (expandable.isEmpty() || open.size() - expandable.size() > 1) {
        return Optional.empty();
      }
      Result next = expandable.remove();
      open.remove(next);
      if (!(steps.get(next) instanceof Step.Linear step)) {
        return Optional.empty();
      }
      members.add(new Member(next, step));
      if (LinearOperators.isProduct(next.producer())) {
        product = Optional.of(next.producer());
      }
      for (Value operand : step.operands()) {
        if (!(operand instanceof NamedValue value)) {
          return Optional.empty();
        }
        open(value);
      }
      if (open.size() == 1) {
        return Optional.of(open.iterator().next());
      }
    }
    return Optional.empty();
  }

  private void open(NamedValue value) {
    if (open.add(value) && value instanceof Result result && sameGraph(result)) {
      Step step = LinearOperators.step(result, facts);
      if (step instanceof Step.Linear) {
        steps.put(result, step);
        expandable.add(result);
      }
    }
  }

  private boolean sameGraph(Result result) {
    return members.isEmpty() || result.graph() == members.getFirst().result().graph();
  }

  /** The nodes inside, last first. */
  List<Member> members() {
    return members;
  }

  /** The first product inside, in the order of the graph. */
  Optional<Node> product() {
    return product;
  }

  /** One member for each node inside, first node first: a Split's results are members each. */
  Collection<Member> nodes() {
    Map<Node, Member> nodes = new LinkedHashMap<>();
    members.reversed().forEach(member -> nodes.put(member.node(), member));
    return nodes.values();
  }

  /** The values at which growth has stopped. */
  Set<NamedValue> frontier() {
    return open;
  }

  /**
   * Every value inside as an affine value of {@code source}, first node first. The region's own
   * value has to hold its axes in the order of the source.
   */
  Map<Value, Expression> expressions(NamedValue source, Affine identity, Layout natural) {
    Map<Value, Expression> expressions = new HashMap<>();
    Map<Value, Layout> layouts = new HashMap<>();
    expressions.put(source, identity);
    layouts.put(source, natural);
    for (Member member : members.reversed()) {
      expressions.put(member.result(), express(member, expressions, layouts));
    }
    Result root = members.getFirst().result();
    if (expressions.get(root) instanceof Affine
        && !Objects.requireNonNull(layouts.get(root)).isNatural()) {
      expressions.put(root, Expression.refused(Reason.MOVED_AXES, ""));
    }
    return expressions;
  }

  private static Expression express(
      Member member, Map<Value, Expression> known, Map<Value, Layout> layouts) {
    List<Affine> operands = new ArrayList<>(member.step().operands().size());
    Set<Layout> orders = new HashSet<>();
    for (Value operand : member.step().operands()) {
      switch (known.get(operand)) {
        case Affine affine -> {
          operands.add(affine);
          orders.add(Objects.requireNonNull(layouts.get(operand)));
        }
        case Expression.Refusal refusal -> {
          return refusal;
        }
        case null -> throw new IllegalStateException(operand.name() + " is not inside the region");
      }
    }
    Layout layout = orders.iterator().next();
    Optional<Layout> moved = member.step().move().apply(layout);
    if (orders.size() > 1 || moved.isEmpty()) {
      return Expression.refused(Reason.MOVED_AXES, "at " + member.node());
    }
    layouts.put(member.result(), moved.get());
    return member.step().rule().apply(operands, layout);
  }
}
