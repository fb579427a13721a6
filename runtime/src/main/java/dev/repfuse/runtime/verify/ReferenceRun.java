package dev.repfuse.runtime.verify;

import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.runtime.DimBinder;
import dev.repfuse.runtime.DimBinder.Sizes;
import dev.repfuse.runtime.Distribution;
import dev.repfuse.runtime.Feed;
import dev.repfuse.runtime.InputData;
import dev.repfuse.runtime.InputSpec;
import dev.repfuse.runtime.Optimization;
import dev.repfuse.runtime.OrtFailure;
import dev.repfuse.runtime.Outputs;
import dev.repfuse.runtime.SampleGenerator;
import dev.repfuse.runtime.Session;
import dev.repfuse.runtime.ShapeSearch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Runs the original on inputs that it accepts. */
final class ReferenceRun {
  private final VerifyOptions options;
  private final ProgressListener listener;
  private final Session session;
  private final List<InputSpec> inputs;
  private final SampleGenerator generator;
  private final List<Sample> samples = new ArrayList<>();
  private final Set<String> random = new LinkedHashSet<>();
  private final List<String> notes = new ArrayList<>();

  private ReferenceRun(VerifyOptions options, ProgressListener listener, Session session) {
    this.options = options;
    this.listener = listener;
    this.session = session;
    this.inputs = session.inputs();
    this.generator = new SampleGenerator(options.seed());
  }

  /**
   * Loads and runs the original.
   *
   * @throws Stopped if it cannot be loaded, fed or run
   * @throws dev.repfuse.runtime.DataException if shapes or data that the user gave do not fit
   */
  static Reference of(Path original, VerifyOptions options, ProgressListener listener) {
    listener.progress(Stage.LOADING_ORIGINAL, 0, 1);
    try (Session session = Session.open(original, Optimization.NONE, options.threads())) {
      listener.progress(Stage.LOADING_ORIGINAL, 1, 1);
      ReferenceRun run = new ReferenceRun(options, listener, session);
      run.requireFeedable();
      if (options.inputs().isEmpty()) {
        run.runGenerated();
      } else {
        run.runData();
      }
      Set<String> names =
          run.inputs.stream()
              .map(InputSpec::name)
              .collect(Collectors.toCollection(LinkedHashSet::new));
      return new Reference(names, run.samples, run.random, run.notes);
    } catch (OrtFailure e) {
      throw new Stopped(new Verdict.Unrunnable(Subject.ORIGINAL, e.words()));
    }
  }

  private void requireFeedable() {
    for (InputSpec input : inputs) {
      if (!input.canBeFed()) {
        throw new Stopped(
            new Verdict.NotComparable(
                "ONNX Runtime for Java cannot feed the input '%s', %s"
                    .formatted(input.name(), input.kind())));
      }
    }
  }

  private void runData() {
    Map<String, Tensor> data = InputData.read(options.inputs(), inputs);
    listener.progress(Stage.RUNNING_ORIGINAL, 0, 1);
    samples.add(run("data", data));
    findRandom();
    listener.progress(Stage.RUNNING_ORIGINAL, 1, 1);
  }

  private void runGenerated() {
    DimBinder binder = new DimBinder(inputs, options.shapes());
    ShapeSearch search = new ShapeSearch(binder, 0);
    ShapeSearch.Found<Integer> found =
        search.find(
            shapes -> runAll(shapes, search) ? Optional.of(samples.size()) : Optional.empty(),
            inputs);
    if (binder.hasOpenDims()) {
      notes.add("open dimensions were bound so: " + words(found.shapes()));
      runOtherBatch(binder, found.sizes(), found.shapes());
    }
  }

  private static String words(Map<String, Shape> shapes) {
    return shapes.entrySet().stream()
        .map(entry -> entry.getKey() + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  private boolean runAll(Map<String, Shape> shapes, ShapeSearch search) {
    List<String> failures = new ArrayList<>();
    int wanted = inputs.isEmpty() ? 1 : options.samples();
    for (int i = 0; i < wanted; i++) {
      listener.progress(Stage.RUNNING_ORIGINAL, i, wanted);
      Distribution distribution = distribution(i);
      try {
        samples.add(run(distribution.words(), generate(shapes, distribution, i)));
      } catch (OrtFailure e) {
        search.refused(e.words());
        failures.add(
            "the original refuses %s input: %s".formatted(distribution.words(), e.words()));
        if (samples.isEmpty() && !valuesMatter()) {
          return false;
        }
      }
    }
    if (samples.isEmpty()) {
      return false;
    }
    notes.addAll(failures);
    findRandom();
    listener.progress(Stage.RUNNING_ORIGINAL, wanted, wanted);
    return true;
  }

  /** Whether a refusal may be due to the values, such as indices, and not only to the shapes. */
  private boolean valuesMatter() {
    return inputs.stream().anyMatch(input -> !input.element().isFloating());
  }

  /** All in turn; zeros come once. */
  private static Distribution distribution(int sample) {
    Distribution[] all = Distribution.values();
    return sample < all.length ? all[sample] : all[(sample - all.length) % (all.length - 1)];
  }

  private Map<String, Tensor> generate(
      Map<String, Shape> shapes, Distribution distribution, int sample) {
    return generator.tensors(inputs, shapes, distribution, sample);
  }

  private Sample run(String label, Map<String, Tensor> tensors) {
    try (Feed feed = Feed.of(tensors)) {
      return new Sample(label, tensors, session.run(feed));
    }
  }

  /** One more sample with another batch, if the model takes it: a batch baked in would show. */
  private void runOtherBatch(DimBinder binder, Sizes sizes, Map<String, Shape> used) {
    Map<String, Shape> shapes = binder.bind(sizes.withBatch(sizes.batch() == 1 ? 2 : 1));
    if (shapes.equals(used)) {
      return;
    }
    try {
      Distribution distribution = Distribution.NORMAL;
      samples.add(run("another batch", generate(shapes, distribution, options.samples())));
    } catch (OrtFailure e) {
      notes.add("the original refuses another batch: " + words(shapes));
    }
  }

  /** Runs the first sample once more. */
  private void findRandom() {
    Sample first = samples.getFirst();
    Outputs again = run(first.label(), first.inputs()).outputs();
    first
        .outputs()
        .tensors()
        .forEach((name, tensor) -> {
          Tensor other = again.tensors().get(name);
          if (other == null || !tensor.sameAs(other)) {
            random.add(name);
          }
        });
  }
}
