package dev.repfuse.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.check.GraphInvariants;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The primitive changes keep order and names true, at any place and in any number. */
class GraphMutatorTest {
  private final Graph graph = Graph.create("g");
  private final GraphMutator mutator = new GraphMutator(graph);

  private Node node(String result) {
    Node node =
        mutator.newNode(
            Operator.standard("Constant"),
            "",
            List.of(),
            List.of(),
            Carried.NONE,
            Optional.empty());
    mutator.addResult(node, 0, result);
    return node;
  }

  private Node appended(String result) {
    Node node = node(result);
    mutator.append(node);
    return node;
  }

  @Test
  void aHundredThousandInsertsBeforeOneNode() {
    appended("first");
    Node last = appended("last");
    List<String> expected = new ArrayList<>(List.of("first"));
    for (int i = 0; i < 100_000; i++) {
      mutator.insertBefore(node("n" + i), last);
      expected.add("n" + i);
    }
    expected.add("last");
    GraphInvariants.check(graph);
    assertEquals(expected, graph.nodeList().stream().map(Node::label).toList());
  }

  @Test
  void aHundredThousandInsertsEachBeforeTheLast() {
    appended("first");
    Node successor = appended("last");
    for (int i = 0; i < 100_000; i++) {
      Node next = node("n" + i);
      mutator.insertBefore(next, successor);
      successor = next;
    }
    GraphInvariants.check(graph);
    assertEquals("n99999", graph.firstNode().flatMap(Node::next).orElseThrow().label());
  }

  @Test
  void aHundredThousandInsertsAtTheFront() {
    Node first = appended("last");
    for (int i = 0; i < 100_000; i++) {
      Node next = node("n" + i);
      mutator.insertBefore(next, first);
      first = next;
    }
    GraphInvariants.check(graph);
    assertEquals(100_001, graph.nodeCount());
  }

  @Test
  void insertsAndRemovalsAtRandomPlaces() {
    long seed = 20260301;
    System.out.println("GraphMutatorTest seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    List<Node> expected = new ArrayList<>(List.of(appended("start")));
    for (int i = 0; i < 3000; i++) {
      int at = random.nextInt(Math.min(expected.size(), 5));
      if (expected.size() > 1 && random.nextInt(3) == 0) {
        mutator.remove(expected.remove(at));
      } else {
        Node node = node("n" + i);
        mutator.insertBefore(node, expected.get(at));
        expected.add(at, node);
      }
    }
    GraphInvariants.check(graph);
    assertEquals(expected, graph.nodeList());
  }

  @Test
  void onlyUnreadValuesCanBeRemoved() {
    Node producer = appended("a");
    Initializer k = mutator.addInitializer("k", Tensor.ofFloats(Shape.of(), 1), Optional.empty());
    mutator.addOutput(producer.results().getFirst(), ValueInfo.of("a", Type.UNKNOWN));
    mutator.pin(k, "a test");
    assertThrows(IllegalStateException.class, () -> mutator.remove(producer));
    assertThrows(IllegalStateException.class, () -> mutator.removeInitializer(k));
  }

  @Test
  void freshNamesNeverCollideEvenWithNamesThatLookMade() {
    for (String name : List.of("w", "w_1", "w_3", "")) {
      graph.names().reserve(name);
    }
    Set<String> made = new HashSet<>();
    GraphMutator inside = new GraphMutator(Graph.createInside(graph, "inside"));
    for (int i = 0; i < 1000; i++) {
      assertTrue(made.add(mutator.freshName("w")));
      assertTrue(made.add(inside.freshName("w")));
      assertTrue(made.add(mutator.freshName("w_2")));
      assertTrue(made.add(mutator.freshName("")));
    }
    for (String name : List.of("w", "w_1", "w_3", "")) {
      assertTrue(!made.contains(name), name);
    }
  }
}
