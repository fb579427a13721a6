package dev.repfuse.recover;

import dev.repfuse.calibrate.Batches;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.edit.Resizing;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.pass.prune.Network;
import dev.repfuse.pass.prune.Place;
import dev.repfuse.pass.prune.Slot;
import dev.repfuse.runtime.Exposure;
import dev.repfuse.runtime.Feed;
import dev.repfuse.runtime.Optimization;
import dev.repfuse.runtime.Session;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Fits the weights that read pruned channels, layer by layer, so that each layer's output comes
 * close to what the original gives there: ridge least squares on real activations, without labels
 * and without training (as He, Zhang and Sun, "Channel Pruning for Accelerating Very Deep Neural
 * Networks", 2017, reconstruct feature maps). A layer reads what the network gives whose layers
 * before it are fitted already.
 */
public final class Recovery {
  /** Output positions of each sample that a layer is fitted to. */
  private static final int POSITIONS = 16;

  private final Model original;
  private final Map<Axis, int[]> kept;
  private final Model narrow;
  private final Batches data;
  private final int fitted;

  /** An axis of a value, by its name. */
  private record Axis(String name, int axis) {}

  /** Relative errors of a layer's output on the data that it was fitted to. */
  public record Layer(String name, double before, double after) {}

  /**
   * What came out.
   *
   * @param layers that were fitted
   * @param left layers that read pruned channels and stayed as they were
   * @param before relative error of the network's outputs on data that nothing was fitted to
   * @param after the same with the fitted weights
   */
  public record Report(List<Layer> layers, List<String> left, double before, double after) {}

  private Recovery(Model original, Map<Axis, int[]> kept, Model narrow, Batches data) {
    this.original = original;
    this.kept = kept;
    this.narrow = narrow;
    this.data = data;
    this.fitted = Math.max(1, data.count() * 4 / 5);
  }

  /**
   * Fits a pruned network, which is changed.
   *
   * @param original what it was, as {@code network} looked at it
   * @param dropped for each group of the network the channels that went
   * @param narrow what is left
   * @param data of which the last fifth of the batches judges, unless there is one batch only
   * @param progress is told the name of each layer
   */
  public static Report recover(
      Model original,
      Network network,
      List<BitSet> dropped,
      Model narrow,
      Batches data,
      Consumer<String> progress) {
    Map<Axis, int[]> kept = new HashMap<>();
    Set<String> concerned = new LinkedHashSet<>();
    for (int group = 0; group < dropped.size(); group++) {
      if (!dropped.get(group).isEmpty()) {
        for (Node reader : network.readers(network.groups().get(group))) {
          concerned.add(reader.output(0).name());
        }
        for (Place place : network.groups().get(group).places()) {
          kept.put(
              new Axis(place.value().name(), place.axis()), left(network.slots(place), dropped));
        }
      }
    }
    return new Recovery(original, kept, narrow, data).run(concerned, progress);
  }

  private static int[] left(List<Slot> slots, List<BitSet> dropped) {
    List<Integer> left = new ArrayList<>();
    for (int i = 0; i < slots.size(); i++) {
      if (!dropped.get(slots.get(i).group()).get(slots.get(i).channel())) {
        left.add(i);
      }
    }
    return left.stream().mapToInt(Integer::intValue).toArray();
  }

  private Report run(Set<String> concerned, Consumer<String> progress) {
    double before = outputError();
    List<Layer> layers = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (Node node : narrow.graph().nodeList()) {
      if (!concerned.contains(node.output(0).name())) {
        continue;
      }
      Optional<LinearLayer> layer = LinearLayer.of(node);
      progress.accept(node.toString());
      if (layer.isPresent()) {
        layers.add(fit(layer.get()));
      } else {
        others.add(node.toString());
      }
    }
    return new Report(layers, others, before, outputError());
  }

  private Layer fit(LinearLayer layer) {
    String read = layer.node().input(0).name();
    String given = layer.node().output(0).name();
    List<LeastSquares> equations = layer.equations();
    SplittableRandom random = new SplittableRandom(given.hashCode());
    try (Session whole = open(original, Set.of(given));
        Session less = open(narrow, Set.of(read))) {
      for (int batch = 0; batch < fitted; batch++) {
        Map<String, Tensor> fed = data.batch(batch);
        layer.observe(
            value(less, fed, read),
            left(value(whole, fed, given), given, layer),
            POSITIONS,
            random,
            equations);
      }
    }
    List<LeastSquares.Solution> solutions = equations.stream().map(LeastSquares::solve).toList();
    Resizing resizing = new Resizing();
    resizing.constant(layer.weight(), layer.weights(solutions));
    Optional<Tensor> bias = layer.bias(solutions);
    layer
        .bias()
        .ifPresent((Initializer constant) -> resizing.constant(constant, bias.orElseThrow()));
    resizing.apply();
    double scale = solutions.stream().mapToDouble(LeastSquares.Solution::scale).sum();
    return new Layer(
        layer.node().toString(),
        Math.sqrt(solutions.stream().mapToDouble(LeastSquares.Solution::before).sum() / scale),
        Math.sqrt(solutions.stream().mapToDouble(LeastSquares.Solution::after).sum() / scale));
  }

  /** The channels of the original's value that the narrow network has. */
  private Tensor left(Tensor value, String name, LinearLayer layer) {
    int axis = layer.channelAxis(value.shape());
    int[] positions = kept.get(new Axis(name, axis));
    if (positions == null) {
      return value;
    }
    long[] extents = value.shape().sizes().orElseThrow();
    int outer = 1;
    int inner = 1;
    for (int i = 0; i < extents.length; i++) {
      outer *= i < axis ? (int) extents[i] : 1;
      inner *= i > axis ? (int) extents[i] : 1;
    }
    int channels = (int) extents[axis];
    double[] all = value.doubles();
    double[] some = new double[outer * positions.length * inner];
    for (int block = 0; block < outer; block++) {
      for (int i = 0; i < positions.length; i++) {
        int from = (block * channels + positions[i]) * inner;
        System.arraycopy(all, from, some, (block * positions.length + i) * inner, inner);
      }
    }
    extents[axis] = positions.length;
    return Tensor.ofDoubles(value.type(), Shape.of(extents), some);
  }

  private static Session open(Model model, Set<String> wanted) {
    Set<String> exposed = new LinkedHashSet<>(wanted);
    model.graph().inputs().forEach(input -> exposed.remove(input.name()));
    model.graph().outputs().forEach(output -> exposed.remove(output.value().name()));
    return Session.open(
        Exposure.of(ModelFile.toBytes(model), exposed),
        Optional.empty(),
        Optimization.NONE,
        Runtime.getRuntime().availableProcessors());
  }

  private static Tensor value(Session session, Map<String, Tensor> fed, String name) {
    Tensor given = fed.get(name);
    if (given != null) {
      return given;
    }
    try (Feed feed = Feed.of(fed)) {
      return Objects.requireNonNull(session.run(feed, Set.of(name)).tensors().get(name));
    }
  }

  /** Root of the squared differences of all outputs, as a part of what they are. */
  private double outputError() {
    double error = 0;
    double scale = 0;
    try (Session whole = open(original, Set.of());
        Session less = open(narrow, Set.of())) {
      int first = data.count() > 1 ? fitted : 0;
      for (int batch = first; batch < data.count(); batch++) {
        try (Feed feed = Feed.of(data.batch(batch))) {
          Map<String, Tensor> wanted = whole.run(feed).tensors();
          Map<String, Tensor> given = less.run(feed).tensors();
          for (Map.Entry<String, Tensor> output : wanted.entrySet()) {
            Tensor other = given.get(output.getKey());
            if (output.getValue().type().isFloating() && other != null) {
              double[] a = output.getValue().doubles();
              double[] b = other.doubles();
              for (int i = 0; i < a.length; i++) {
                error += (a[i] - b[i]) * (a[i] - b[i]);
                scale += a[i] * a[i];
              }
            }
          }
        }
      }
    }
    return Math.sqrt(error / scale);
  }
}
