package dev.repfuse.pass.choice;

import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Use;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.choice.Survey.Found;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** Finds sums of branches, each times its element of one row of an input. */
final class WeightedSums {
  private final Survey survey;
  private final List<String> unexplained;
  private final Set<Node> inside = new HashSet<>();

  /** A branch times an element. */
  private record Product(NamedValue branch, Element factor, Use.ByNode read) {}

  WeightedSums(Survey survey, List<String> unexplained) {
    this.survey = survey;
    this.unexplained = unexplained;
  }

  /** In reverse order of the nodes, so that a sum is seen before the sums that it consists of. */
  List<Found> find() {
    List<Found> found = new ArrayList<>();
    for (Node node : survey.nodes().reversed()) {
      if (isSum(node) && !inside.contains(node)) {
        Set<Node> sums = new LinkedHashSet<>();
        Optional<List<Product>> products = products(node, sums);
        if (products.isPresent() && !products.get().isEmpty()) {
          inside.addAll(sums);
          point(node, products.get()).ifPresent(found::add);
        }
      }
    }
    return found.reversed();
  }

  private boolean isSum(Node node) {
    return survey.facts().is(node, "Add") || survey.facts().is(node, "Sum");
  }

  /** The products that a tree of sums adds up, if it adds up nothing else. */
  private Optional<List<Product>> products(Node root, Set<Node> sums) {
    List<Product> products = new ArrayList<>();
    Deque<Node> waiting = new ArrayDeque<>(List.of(root));
    while (!waiting.isEmpty()) {
      Node sum = waiting.pop();
      sums.add(sum);
      for (Value operand : sum.inputs()) {
        if (isInnerSum(operand, sum)) {
          waiting.push(((Result) operand).producer());
        } else if (!isZero(operand)) {
          Optional<Product> product = product(operand);
          if (product.isEmpty()) {
            return Optional.empty();
          }
          products.add(product.get());
        }
      }
    }
    return Optional.of(products);
  }

  private boolean isInnerSum(Value operand, Node sum) {
    return operand instanceof Result result
        && result.graph() == sum.graph()
        && isSum(result.producer())
        && result.uses().size() == 1;
  }

  /** What Python's sum() begins with. */
  private boolean isZero(Value operand) {
    return survey
        .facts()
        .known(operand)
        .filter(tensor -> tensor.isNumeric() && tensor.elementCount() == 1)
        .filter(tensor -> tensor.doubles()[0] == 0)
        .isPresent();
  }

  private Optional<Product> product(Value operand) {
    if (!(operand instanceof Result result) || !survey.facts().is(result.producer(), "Mul")) {
      return Optional.empty();
    }
    Node product = result.producer();
    for (int side = 0; side < 2; side++) {
      Optional<Element> factor = survey.element(product.input(side));
      if (factor.isPresent() && product.input(1 - side) instanceof NamedValue branch) {
        return Optional.of(new Product(branch, factor.get(), new Use.ByNode(product, side)));
      }
    }
    return Optional.empty();
  }

  private Optional<Found> point(Node root, List<Product> products) {
    Result output = root.results().getFirst();
    Element first = products.getFirst().factor();
    List<Integer> indices = first.indices();
    if (indices.isEmpty()) {
      return refuse(root, "the factor of a branch is an input of its own, not an element of a row");
    }
    List<Integer> row = indices.subList(0, indices.size() - 1);
    TreeMap<Integer, Product> byNumber = new TreeMap<>();
    for (Product product : products) {
      List<Integer> at = product.factor().indices();
      if (product.factor().input() != first.input()
          || at.size() != indices.size()
          || !at.subList(0, row.size()).equals(row)) {
        return refuse(root, "the factors of its branches belong to several rows");
      }
      if (byNumber.put(at.getLast(), product) != null) {
        return refuse(root, product.factor() + " is the factor of two branches");
      }
      if (!survey.fits(product.branch(), output)) {
        return refuse(
            root, "'%s' has another shape than the sum".formatted(product.branch().name()));
      }
    }
    long[] sizes = first.input().type().tensorShape().flatMap(Shape::sizes).orElseThrow();
    Decider decider = new Decider(first.input().name(), row);
    if (byNumber.size() != sizes[sizes.length - 1]) {
      return refuse(
          root,
          "it sums %d branches, and %s has %d elements"
              .formatted(byNumber.size(), decider, sizes[sizes.length - 1]));
    }
    List<String> branches = byNumber.values().stream().map(p -> p.branch().name()).toList();
    Set<Use.ByNode> reads = new HashSet<>();
    byNumber.values().forEach(product -> reads.add(product.read()));
    int start = byNumber.firstEntry().getValue().factor().position();
    List<Element> elements =
        LongStream.range(start, start + sizes[sizes.length - 1])
            .mapToObj(position -> new Element(first.input(), (int) position))
            .toList();
    return Optional.of(
        new Found(
            new ChoicePoint.Branching(ChoicePoint.Meeting.SUM, decider, branches, output.name()),
            root,
            reads,
            elements));
  }

  private Optional<Found> refuse(Node root, String cause) {
    unexplained.add(root + ": " + cause);
    return Optional.empty();
  }
}
