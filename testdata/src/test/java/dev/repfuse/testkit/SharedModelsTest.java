package dev.repfuse.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import java.nio.file.Files;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The shared collection is found and its manifest read. */
@Tag("shared")
class SharedModelsTest {

  @Test
  void readsTheManifest() {
    assertFalse(SharedModels.below("blocks/").isEmpty());
    for (SharedModels.Entry entry : SharedModels.all()) {
      assertTrue(Files.exists(entry.model().file()), entry.toString());
      assertTrue(entry.expect().isObject(), entry.toString());
    }
  }

  @Test
  void countsNodesAsTheManifestDoes() {
    for (SharedModels.Entry entry : SharedModels.below("unsound/")) {
      assertEquals(
          entry.facts().path("node_total").asInt(),
          nodesIn(entry.model().read()),
          entry.toString());
    }
  }

  /** The manifest counts the nodes of subgraphs and of local functions too. */
  private static int nodesIn(Model model) {
    return nodesIn(model.graph())
        + model.functions().stream().mapToInt(function -> nodesIn(function.body())).sum();
  }

  private static int nodesIn(Graph graph) {
    int nodes = graph.nodeCount();
    for (Node node : graph.nodes()) {
      nodes += node.subgraphs().stream().mapToInt(SharedModelsTest::nodesIn).sum();
    }
    return nodes;
  }
}
