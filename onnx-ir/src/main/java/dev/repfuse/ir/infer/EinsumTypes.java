package dev.repfuse.ir.infer;

import dev.repfuse.ir.Dim;
import dev.repfuse.ir.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Einsum: each letter names an extent; equations with an ellipsis are left alone. */
final class EinsumTypes {
  private EinsumTypes() {}

  static Map<String, Rule> rules() {
    return Map.of("Einsum", Rule.one(EinsumTypes::einsum));
  }

  private static Fact einsum(Operation node) {
    String equation = node.string("equation", "").replace(" ", "");
    if (equation.isEmpty() || equation.contains(".")) {
      return Fact.of(node.sharedElement(0), Optional.empty());
    }
    int arrow = equation.indexOf("->");
    String[] terms = (arrow < 0 ? equation : equation.substring(0, arrow)).split(",", -1);
    IllegalNode.unless(
        terms.length == node.inputCount(),
        "its equation has %d terms for %d inputs",
        terms.length,
        node.inputCount());
    Map<Character, Dim> extents = new TreeMap<>();
    Map<Character, Integer> seen = new TreeMap<>();
    for (int i = 0; i < terms.length; i++) {
      read(terms[i], node.shape(i), extents, seen);
    }
    List<Dim> dims = new ArrayList<>();
    for (char letter : (arrow < 0 ? implied(seen) : equation.substring(arrow + 2)).toCharArray()) {
      IllegalNode.unless(extents.containsKey(letter), "its equation produces '%s'", letter);
      dims.add(extents.getOrDefault(letter, Dim.UNKNOWN));
    }
    return Fact.of(node.sharedElement(0), new Shape(dims));
  }

  private static void read(
      String term,
      Optional<Shape> shape,
      Map<Character, Dim> extents,
      Map<Character, Integer> seen) {
    shape.ifPresent(s ->
        IllegalNode.unless(
            s.rank() == term.length(), "its term '%s' does not fit the input %s", term, s));
    for (int axis = 0; axis < term.length(); axis++) {
      char letter = term.charAt(axis);
      Dim own = shape.isPresent() ? shape.get().dim(axis) : Dim.UNKNOWN;
      Dim known = extents.getOrDefault(letter, Dim.UNKNOWN);
      // An extent of 1 broadcasts against a larger one.
      extents.put(
          letter, own.is(1) || known.is(1) ? larger(own, known) : Extents.unify(known, own));
      seen.merge(letter, 1, Integer::sum);
    }
  }

  private static Dim larger(Dim a, Dim b) {
    return a.is(1) && !(b instanceof Dim.Unknown) ? b : b.is(1) ? a : Dim.UNKNOWN;
  }

  /** The letters that appear once, in alphabetical order. */
  private static String implied(Map<Character, Integer> seen) {
    StringBuilder once = new StringBuilder();
    seen.forEach((letter, count) -> {
      if (count == 1) {
        once.append(letter);
      }
    });
    return once.toString();
  }
}
