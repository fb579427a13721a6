package dev.repfuse.cam;

import dev.repfuse.Adapt;
import dev.repfuse.AdaptResult;
import dev.repfuse.calibrate.Batches;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Output;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.pass.adapt.AdaptException;
import dev.repfuse.runtime.Exposure;
import dev.repfuse.runtime.Feed;
import dev.repfuse.runtime.Optimization;
import dev.repfuse.runtime.Session;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * How much each position of an image speaks for a class: the class's channel of the dense map,
 * whose mean is the class's number (Zhou and others, "Learning Deep Features for Discriminative
 * Localization", where the head is linear).
 *
 * @param output the graph output
 * @param chosen the class
 * @param classes how many there are
 * @param score the class's number in the vector, before Softmax
 * @param error largest difference of a class's number from its map's mean, as a part of the largest
 *     number
 * @param map the class's channel
 */
public record ClassActivation(
    String output, int chosen, int classes, double score, double error, HeatMap map) {

  /**
   * Runs a classifier on the first image of the data.
   *
   * @param output which graph output; may be left out where only one ends a head
   * @param wanted the class; the one of the largest number if left out
   * @param data gives the image for a model
   * @throws AdaptException if no head can be adapted exactly, or there is no such class
   * @throws dev.repfuse.runtime.OrtFailure if ONNX Runtime cannot run the model
   */
  public static ClassActivation of(
      Path path, Optional<String> output, OptionalInt wanted, Function<Model, Batches> data) {
    AdaptResult result = Adapt.adapt(path, output, false);
    String vector = result.head().vector();
    Map<String, Tensor> seen =
        run(result.model(), Set.of(vector, result.dense()), data.apply(result.model()));
    return of(
        result.head().output(),
        Objects.requireNonNull(seen.get(vector)),
        Objects.requireNonNull(seen.get(result.dense())),
        wanted);
  }

  private static Map<String, Tensor> run(Model model, Set<String> wanted, Batches data) {
    Set<String> exposed = new TreeSet<>(wanted);
    model.graph().outputs().stream().map(Output::value).forEach(v -> exposed.remove(v.name()));
    try (Session session =
            Session.open(
                Exposure.of(ModelFile.toBytes(model), exposed),
                Optional.empty(),
                Optimization.NONE,
                Runtime.getRuntime().availableProcessors());
        Feed feed = Feed.of(data.batch(0))) {
      return session.run(feed, wanted).tensors();
    }
  }

  private static ClassActivation of(
      String output, Tensor vector, Tensor dense, OptionalInt wanted) {
    long[] extents = dense.shape().sizes().orElseThrow();
    if (extents.length != 4) {
      throw new AdaptException("output '%s': its map is no plane".formatted(output));
    }
    int classes = (int) extents[1];
    double[] scores = Arrays.copyOf(vector.doubles(), classes);
    int chosen = wanted.orElseGet(() -> largest(scores));
    if (chosen < 0 || chosen >= classes) {
      throw new AdaptException(
          "output '%s' has the classes 0 to %d, not %d".formatted(output, classes - 1, chosen));
    }
    double[] values = dense.doubles();
    double scale = Arrays.stream(scores).map(Math::abs).max().orElseThrow();
    double worst = 0;
    for (int channel = 0; channel < classes; channel++) {
      double mean = channel(values, extents, channel).mean();
      worst = Math.max(worst, Math.abs(mean - scores[channel]));
    }
    HeatMap map = channel(values, extents, chosen);
    double error = worst / Math.max(scale, Double.MIN_NORMAL);
    return new ClassActivation(output, chosen, classes, scores[chosen], error, map);
  }

  private static HeatMap channel(double[] values, long[] extents, int channel) {
    int area = (int) (extents[2] * extents[3]);
    double[] plane = Arrays.copyOfRange(values, channel * area, (channel + 1) * area);
    return new HeatMap((int) extents[2], (int) extents[3], plane);
  }

  private static int largest(double[] scores) {
    int largest = 0;
    for (int i = 1; i < scores.length; i++) {
      largest = scores[i] > scores[largest] ? i : largest;
    }
    return largest;
  }
}
