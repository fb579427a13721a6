package dev.repfuse.runtime.bench;

import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.runtime.DimBinder;
import dev.repfuse.runtime.DimBinder.Sizes;
import dev.repfuse.runtime.Distribution;
import dev.repfuse.runtime.Feed;
import dev.repfuse.runtime.InputData;
import dev.repfuse.runtime.InputSpec;
import dev.repfuse.runtime.OrtFailure;
import dev.repfuse.runtime.SampleGenerator;
import dev.repfuse.runtime.Session;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Finds input data that a model runs on. */
final class Inputs {
  private static final long MOST_ELEMENTS = 1L << 27;

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
    DimBinder binder = new DimBinder(inputs, options.shapes());
    String refusal = "its inputs are too large: " + inputs;
    for (Map.Entry<Map<String, Shape>, Sizes> candidate : binder.candidates().entrySet()) {
      Map<String, Shape> shapes =
          options.batch() > 0
              ? binder.bind(candidate.getValue().withBatch(options.batch()))
              : candidate.getKey();
      if (DimBinder.largest(shapes) > MOST_ELEMENTS) {
        continue;
      }
      Map<String, Tensor> tensors =
          new SampleGenerator(0).tensors(inputs, shapes, Distribution.NORMAL, 0);
      try (Feed feed = Feed.of(tensors)) {
        session.repeated(feed).run(1);
        return tensors;
      } catch (OrtFailure e) {
        refusal = e.words();
      }
    }
    throw new OrtFailure(
        refusal + "; it takes none of the generated inputs: give real ones, or other shapes");
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
