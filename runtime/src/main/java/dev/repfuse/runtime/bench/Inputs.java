package dev.repfuse.runtime.bench;

import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.runtime.DimBinder;
import dev.repfuse.runtime.Distribution;
import dev.repfuse.runtime.Feed;
import dev.repfuse.runtime.InputData;
import dev.repfuse.runtime.InputSpec;
import dev.repfuse.runtime.OrtFailure;
import dev.repfuse.runtime.SampleGenerator;
import dev.repfuse.runtime.Session;
import dev.repfuse.runtime.ShapeSearch;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds input data that a model runs on. */
final class Inputs {
  private Inputs() {}

  /**
   * Data for a model, which is loaded for that alone.
   *
   * @throws OrtFailure if it cannot be loaded, or takes none; the message names the file
   * @throws dev.repfuse.runtime.DataException if shapes or data that the user gave do not fit
   */
  static Map<String, Tensor> of(Path model, BenchmarkOptions options) {
    try (Session session = Session.openPooled(model, options.provider(), options.config())) {
      return of(session, options);
    } catch (OrtFailure e) {
      throw new OrtFailure(
          e.words().contains(model.toString()) ? e.words() : model + ": " + e.words());
    }
  }

  /**
   * Data for a model: what the user gives, or numbers of the first extents that it takes.
   *
   * @throws OrtFailure if it takes none
   * @throws dev.repfuse.runtime.DataException if shapes or data that the user gave do not fit
   */
  static Map<String, Tensor> of(Session session, BenchmarkOptions options) {
    List<InputSpec> inputs = session.inputs();
    if (!options.inputs().isEmpty()) {
      return InputData.read(options.inputs(), inputs);
    }
    ShapeSearch search = new ShapeSearch(new DimBinder(inputs, options.shapes()), options.batch());
    return search.find(shapes -> accepted(session, inputs, shapes, search), inputs).result();
  }

  /** Numbers that a model takes at certain extents; whole ones may be out of range. */
  private static Optional<Map<String, Tensor>> accepted(
      Session session, List<InputSpec> inputs, Map<String, Shape> shapes, ShapeSearch search) {
    boolean anyWill = inputs.stream().allMatch(input -> input.element().isFloating());
    for (Distribution distribution : Distribution.values()) {
      if (distribution == Distribution.NORMAL || !anyWill) {
        Map<String, Tensor> tensors =
            new SampleGenerator(0).tensors(inputs, shapes, distribution, 0);
        try (Feed feed = Feed.of(tensors)) {
          session.repeated(feed).run(1);
          return Optional.of(tensors);
        } catch (OrtFailure e) {
          search.refused(e.words());
        }
      }
    }
    return Optional.empty();
  }

  /** Samples in one run: the first extent of the first input that has several. */
  static long batch(Map<String, Tensor> inputs) {
    return inputs.values().stream()
        .filter(tensor -> tensor.shape().rank() > 1)
        .map(tensor -> tensor.shape().size(0).orElse(1))
        .findFirst()
        .orElse(1L);
  }

  /** The shapes in words. */
  static String words(Map<String, Tensor> inputs) {
    return inputs.entrySet().stream()
        .map(entry -> entry.getKey() + entry.getValue().shape())
        .collect(Collectors.joining(", "));
  }
}
