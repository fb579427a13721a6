package dev.repfuse.fitness;

import dev.repfuse.calibrate.Batches;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.runtime.DataException;
import dev.repfuse.runtime.Exposure;
import dev.repfuse.runtime.Feed;
import dev.repfuse.runtime.Optimization;
import dev.repfuse.runtime.Session;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Samples with labels, on which networks are compared.
 *
 * @param labels one for each sample, in the order of the batches
 */
public record Validation(Batches batches, List<Integer> labels, Score score) {
  public Validation {
    labels = List.copyOf(labels);
  }

  /**
   * The mean score of a classifier: its first output has one number for each class.
   *
   * @throws DataException if the data do not fit the network
   * @throws dev.repfuse.runtime.OrtFailure if ONNX Runtime cannot run it
   */
  public double of(Model model, int threads) {
    String output = model.graph().outputs().getFirst().info().name();
    double sum = 0;
    int done = 0;
    try (Session session =
        Session.open(
            Exposure.of(ModelFile.toBytes(model), Set.of()),
            Optional.empty(),
            Optimization.ALL,
            threads)) {
      for (int batch = 0; batch < batches.count(); batch++) {
        try (Feed feed = Feed.of(batches.batch(batch))) {
          Tensor outputs =
              Objects.requireNonNull(session.run(feed, Set.of(output)).tensors().get(output));
          int classes = classes(outputs, output);
          double[] numbers = outputs.doubles();
          for (int i = 0; i < numbers.length; i += classes) {
            sum += score.of(numbers, i, classes, label(done++, classes));
          }
        }
      }
    }
    if (done != labels.size()) {
      throw new DataException("there are %d samples and %d labels".formatted(done, labels.size()));
    }
    return sum / done;
  }

  private static int classes(Tensor outputs, String name) {
    if (outputs.shape().rank() != 2) {
      throw new DataException(
          "output %s has the shape %s; one number for each sample and class is asked for"
              .formatted(name, outputs.shape()));
    }
    return (int) outputs.shape().size(1).orElseThrow();
  }

  private int label(int sample, int classes) {
    if (sample >= labels.size()) {
      throw new DataException("there are more samples than the %d labels".formatted(labels.size()));
    }
    if (labels.get(sample) >= classes) {
      throw new DataException(
          "sample %d has label %d, and the network has %d classes"
              .formatted(sample, labels.get(sample), classes));
    }
    return labels.get(sample);
  }
}
