package dev.repfuse.report.page;

import dev.repfuse.report.page.Drawing.Place;
import dev.repfuse.report.page.Drawing.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.NodePlacementStrategy;
import org.eclipse.elk.alg.layered.options.OrderingStrategy;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.KVector;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.core.util.ElkUtil;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/** Lays graphs out from top to bottom by Eclipse ELK's layered algorithm (Sugiyama and others). */
final class GraphLayout {
  private static final double NODE_WIDTH = 164;
  private static final double NODE_HEIGHT = 44;
  private static final double END_WIDTH = 128;
  private static final double END_HEIGHT = 26;
  private static final double BETWEEN_NODES = 22;
  private static final double BETWEEN_LAYERS = 26;
  private static final double BETWEEN_LINES = 10;

  /** A drawing that is wider has drifted aside, or is one of very many branches. */
  private static final double WIDE = 1_600;

  /** Up to so many boxes, straight lines take seconds at most. */
  private static final int MOST_FOR_SEGMENTS = 3_000;

  /** ELK follows chains of nodes by recursion, so that it needs a stack as deep as the graph. */
  private static final long STACK_BYTES = 1L << 29;

  private GraphLayout() {}

  /**
   * Lays a graph out.
   *
   * @throws IllegalStateException if the layout fails
   */
  static Drawing of(DrawnGraph graph) {
    List<Drawing> result = new ArrayList<>(1);
    List<Throwable> failure = new ArrayList<>(0);
    Thread thread =
        new Thread(null, () -> result.add(best(graph)), "graph layout", STACK_BYTES, false);
    thread.setUncaughtExceptionHandler((_, cause) -> failure.add(cause));
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the layout was interrupted", e);
    }
    if (result.isEmpty()) {
      throw new IllegalStateException("the graph cannot be laid out", failure.getFirst());
    }
    return result.getFirst();
  }

  /**
   * The neatest placement lines boxes up exactly, but lets deep graphs drift aside, layer by layer;
   * then another one is taken.
   */
  private static Drawing best(DrawnGraph graph) {
    LayoutMetaDataService.getInstance()
        .registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
    Drawing neat = laidOut(graph, NodePlacementStrategy.BRANDES_KOEPF);
    if (neat.width() <= WIDE) {
      return neat;
    }
    Drawing upright =
        laidOut(
            graph,
            graph.boxes().size() > MOST_FOR_SEGMENTS
                ? NodePlacementStrategy.SIMPLE
                : NodePlacementStrategy.LINEAR_SEGMENTS);
    return upright.width() < neat.width() ? upright : neat;
  }

  private static Drawing laidOut(DrawnGraph graph, NodePlacementStrategy placement) {
    ElkNode root = canvas(placement);
    for (DrawnGraph.Box box : graph.boxes()) {
      ElkNode node = ElkGraphUtil.createNode(root);
      switch (box) {
        case DrawnGraph.Step _ -> node.setDimensions(NODE_WIDTH, NODE_HEIGHT);
        case DrawnGraph.In _, DrawnGraph.Out _ -> node.setDimensions(END_WIDTH, END_HEIGHT);
      }
    }
    List<ElkNode> nodes = root.getChildren();
    for (DrawnGraph.Link link : graph.links()) {
      ElkGraphUtil.createSimpleEdge(nodes.get(link.from()), nodes.get(link.to()));
    }
    new RecursiveGraphLayoutEngine().layout(root, new BasicProgressMonitor());
    return new Drawing(
        root.getWidth(),
        root.getHeight(),
        nodes.stream().map(GraphLayout::place).toList(),
        root.getContainedEdges().stream().map(GraphLayout::line).toList());
  }

  private static ElkNode canvas(NodePlacementStrategy placement) {
    ElkNode root = ElkGraphUtil.createGraph();
    root.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
    root.setProperty(LayeredOptions.DIRECTION, Direction.DOWN);
    root.setProperty(LayeredOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
    root.setProperty(LayeredOptions.NODE_PLACEMENT_STRATEGY, placement);
    root.setProperty(
        LayeredOptions.CONSIDER_MODEL_ORDER_STRATEGY, OrderingStrategy.NODES_AND_EDGES);
    root.setProperty(LayeredOptions.SPACING_NODE_NODE, BETWEEN_NODES);
    root.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, BETWEEN_LAYERS);
    root.setProperty(LayeredOptions.SPACING_EDGE_EDGE, BETWEEN_LINES);
    root.setProperty(LayeredOptions.SPACING_EDGE_NODE, BETWEEN_LINES);
    root.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, BETWEEN_LINES);
    return root;
  }

  private static Place place(ElkNode node) {
    return new Place(node.getX(), node.getY(), node.getWidth(), node.getHeight());
  }

  private static List<Point> line(ElkEdge edge) {
    List<Point> points = new ArrayList<>();
    Optional.of(edge.getSections())
        .filter(sections -> !sections.isEmpty())
        .ifPresent(sections -> {
          for (KVector corner : ElkUtil.createVectorChain(sections.getFirst())) {
            points.add(new Point(corner.x, corner.y));
          }
        });
    return points;
  }
}
