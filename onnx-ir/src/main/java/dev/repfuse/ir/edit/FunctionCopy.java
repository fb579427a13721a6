package dev.repfuse.ir.edit;

import dev.repfuse.ir.Absent;
import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Function;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import java.util.List;
import java.util.Optional;

/** Copies a function's body in front of a node that calls it, and lets it compute what that did. */
final class FunctionCopy {
  private final Node call;
  private final Function function;

  FunctionCopy(Node call, Function function) {
    this.call = call;
    this.function = function;
  }

  /** Why a call cannot be replaced. */
  static Optional<String> whyNot(Node call, Function function) {
    Graph body = function.body();
    if (call.inputs().size() > body.inputs().size()
        || call.outputs().size() > body.outputs().size()) {
      return Optional.of("the call has more inputs or outputs than the function");
    }
    for (int i = 0; i < body.outputs().size(); i++) {
      int place = body.inputs().indexOf(body.outputs().get(i).value());
      if (place >= 0 && call.input(place) instanceof Absent && call.output(i) instanceof Result) {
        return Optional.of("it returns an input that the call leaves out");
      }
    }
    return whyNot(call, function, body);
  }

  private static Optional<String> whyNot(Node call, Function function, Graph graph) {
    for (Node node : graph.nodes()) {
      for (Attribute attribute : node.attributes()) {
        if (attribute.content() instanceof Attribute.Reference(String name, int typeCode)) {
          Optional<Attribute> given = given(name, call, function);
          if (given.isEmpty()) {
            return Optional.of("nobody gives its attribute '%s'".formatted(name));
          }
          if (!given.get().graphs().isEmpty()
              || given.get().content() instanceof Attribute.Reference) {
            return Optional.of("its attribute '%s' is no plain value".formatted(name));
          }
        }
        for (Graph subgraph : attribute.graphs()) {
          if (!subgraph.carried().fields().isEmpty()) {
            return Optional.of("a subgraph holds what may refer to names");
          }
          if (subgraph.outputs().stream().anyMatch(o -> o.value().graph() != subgraph)) {
            return Optional.of("a subgraph returns a value from around it");
          }
          Optional<String> inside = whyNot(call, function, subgraph);
          if (inside.isPresent()) {
            return inside;
          }
        }
      }
    }
    return Optional.empty();
  }

  /** An attribute of the call, or the function's default for it. */
  private static Optional<Attribute> given(String name, Node call, Function function) {
    return call.attribute(name)
        .or(() -> function.defaults().stream().filter(a -> a.name().equals(name)).findFirst());
  }

  /** The nodes that stand in the place of the call, which is gone. */
  List<Node> replaceCall() {
    Graph body = function.body();
    BodyCopy copy = new BodyCopy(call, name -> call.label() + "/" + name, this::resolved);
    for (int i = 0; i < body.inputs().size(); i++) {
      copy.bind(body.inputs().get(i), call.input(i));
    }
    return copy.replaceNode(body);
  }

  private Attribute resolved(Attribute attribute) {
    return attribute.content() instanceof Attribute.Reference(String name, int typeCode)
        ? Attribute.of(attribute.name(), given(name, call, function).orElseThrow().content())
        : attribute;
  }
}
