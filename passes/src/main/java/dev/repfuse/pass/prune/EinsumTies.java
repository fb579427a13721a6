package dev.repfuse.pass.prune;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Einsum that is a matrix product: letters of the result pass, those of both operands that it lacks
 * are summed over, those of all three count independent products.
 */
final class EinsumTies {
  private EinsumTies() {}

  static void relate(Node node, Ties ties) {
    Optional<List<String>> terms = terms(node, ties);
    if (terms.isEmpty()) {
      UnknownTies.pin(node, ties, "it is no matrix product");
      return;
    }
    String left = terms.get().get(0);
    String right = terms.get().get(1);
    String made = terms.get().get(2);
    for (int axis = 0; axis < left.length(); axis++) {
      int other = right.indexOf(left.charAt(axis));
      int kept = made.indexOf(left.charAt(axis));
      if (other >= 0) {
        ties.tie(node, node.input(0), axis, node.input(1), other);
      }
      if (kept >= 0) {
        ties.tie(node, node.input(0), axis, node.output(0), kept);
        if (other >= 0) {
          ties.isHeads(node.output(0), kept);
        }
      } else {
        ties.contracts(node, 0, axis);
      }
    }
    for (int axis = 0; axis < right.length(); axis++) {
      int kept = made.indexOf(right.charAt(axis));
      if (left.indexOf(right.charAt(axis)) < 0) {
        ties.tie(node, node.input(1), axis, node.output(0), kept);
        ties.isFilters(node.input(1), axis);
      }
    }
  }

  /**
   * The letters of both operands and of the result.
   *
   * @return empty unless each occurs once at most in a term, and a letter of one operand alone is
   *     one of the result's
   */
  private static Optional<List<String>> terms(Node node, Ties ties) {
    String equation = node.stringAttribute("equation", "").replace(" ", "");
    String[] sides = equation.split("->", -1);
    String[] operands = sides[0].split(",", -1);
    if (sides.length != 2 || operands.length != 2 || node.inputs().size() != 2) {
      return Optional.empty();
    }
    List<String> terms = List.of(operands[0], operands[1], sides[1]);
    List<Value> values = List.of(node.input(0), node.input(1), node.output(0));
    for (int i = 0; i < terms.size(); i++) {
      if (!terms.get(i).matches("[A-Za-z]+")
          || letters(terms.get(i)).size() != terms.get(i).length()
          || ties.rank(values.get(i)) != terms.get(i).length()) {
        return Optional.empty();
      }
    }
    Set<Character> shared = letters(operands[0]);
    shared.retainAll(letters(operands[1]));
    Set<Character> all = letters(operands[0] + operands[1]);
    Set<Character> explained = new HashSet<>(shared);
    explained.addAll(letters(sides[1]));
    return explained.equals(all) ? Optional.of(terms) : Optional.empty();
  }

  private static Set<Character> letters(String term) {
    return term.chars().mapToObj(letter -> (char) letter).collect(Collectors.toSet());
  }
}
