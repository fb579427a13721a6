package dev.repfuse.ir.check;

import dev.repfuse.ir.Function;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Operator;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks that no model-local function calls itself, directly or through others. */
final class FunctionCheck {
  private final Map<Operator, Set<Operator>> calls = new LinkedHashMap<>();
  private final Set<Operator> finished = new HashSet<>();

  private FunctionCheck() {}

  static void check(Model model) {
    if (model.functions().isEmpty()) {
      return;
    }
    FunctionCheck check = new FunctionCheck();
    for (Function function : model.functions()) {
      check
          .calls
          .computeIfAbsent(canonical(function.operator()), _ -> new LinkedHashSet<>())
          .addAll(operatorsIn(function.body()));
    }
    check.calls.values().forEach(called -> called.retainAll(check.calls.keySet()));
    check.calls.keySet().forEach(check::follow);
  }

  private record Visit(Operator function, Iterator<Operator> called) {}

  private void follow(Operator start) {
    if (finished.contains(start)) {
      return;
    }
    Set<Operator> open = new LinkedHashSet<>(List.of(start));
    Deque<Visit> path = new ArrayDeque<>();
    path.push(visit(start));
    while (!path.isEmpty()) {
      Visit top = path.peek();
      if (!top.called.hasNext()) {
        finished.add(top.function);
        open.remove(top.function);
        path.pop();
        continue;
      }
      Operator next = top.called.next();
      if (open.contains(next)) {
        throw new ModelException("function '" + next.type() + "' calls itself");
      }
      if (!finished.contains(next)) {
        open.add(next);
        path.push(visit(next));
      }
    }
  }

  private Visit visit(Operator function) {
    return new Visit(function, calls.getOrDefault(function, Set.of()).iterator());
  }

  private static Set<Operator> operatorsIn(Graph body) {
    Set<Operator> operators = new LinkedHashSet<>();
    Deque<Graph> graphs = new ArrayDeque<>(List.of(body));
    while (!graphs.isEmpty()) {
      for (Node node : graphs.pop().nodes()) {
        operators.add(canonical(node.operator()));
        node.subgraphs().forEach(graphs::push);
      }
    }
    return operators;
  }

  static Operator canonical(Operator operator) {
    return new Operator(operator.canonicalDomain(), operator.type(), operator.overload());
  }
}
