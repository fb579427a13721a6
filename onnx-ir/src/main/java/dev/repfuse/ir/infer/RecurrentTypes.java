package dev.repfuse.ir.infer;

import dev.repfuse.ir.Dim;
import dev.repfuse.ir.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** LSTM, GRU and RNN: input [sequence, batch, features], or batch first when layout is 1. */
final class RecurrentTypes {
  private RecurrentTypes() {}

  static Map<String, Rule> rules() {
    return Map.of(
        "LSTM", RecurrentTypes::recurrent,
        "GRU", RecurrentTypes::recurrent,
        "RNN", RecurrentTypes::recurrent);
  }

  private static List<Fact> recurrent(Operation node) {
    Optional<Shape> input = node.shape(0);
    input.ifPresent(x -> IllegalNode.unless(x.rank() == 3, "its input %s is not of rank 3", x));
    boolean batchFirst = node.integer("layout", 0) != 0;
    Dim sequence = input.map(x -> x.dim(batchFirst ? 1 : 0)).orElse(Dim.UNKNOWN);
    Dim batch = input.map(x -> x.dim(batchFirst ? 0 : 1)).orElse(Dim.UNKNOWN);
    Dim directions = Dim.of(node.string("direction", "forward").equals("bidirectional") ? 2 : 1);
    long stated = node.integer("hidden_size", -1);
    Dim hidden =
        stated > 0
            ? Dim.of(stated)
            : node.shape(2).filter(r -> r.rank() == 3).map(r -> r.dim(2)).orElse(Dim.UNKNOWN);
    Shape all =
        new Shape(
            batchFirst
                ? List.of(batch, sequence, directions, hidden)
                : List.of(sequence, directions, batch, hidden));
    Shape last =
        new Shape(
            batchFirst ? List.of(batch, directions, hidden) : List.of(directions, batch, hidden));
    Fact state = Fact.of(node.element(0), last);
    return List.of(Fact.of(node.element(0), all), state, state);
  }
}
