package dev.repfuse.runtime.verify;

import dev.repfuse.ir.Tensor;
import dev.repfuse.runtime.Feed;
import dev.repfuse.runtime.InputSpec;
import dev.repfuse.runtime.Optimization;
import dev.repfuse.runtime.OrtFailure;
import dev.repfuse.runtime.Outputs;
import dev.repfuse.runtime.Session;
import dev.repfuse.runtime.verify.NoiseRun.Noise;
import dev.repfuse.runtime.verify.OutputComparison.Agreement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Runs a result on the samples of a reference and measures how far it is off. */
final class ResultRun {
  private final Reference reference;
  private final Noise noise;
  private final VerifyOptions options;
  private final ProgressListener listener;
  private final Map<String, Meter> meters;
  private final Map<String, String> faults = new LinkedHashMap<>();
  private final Map<String, String> unreadable;

  ResultRun(Reference reference, Noise noise, VerifyOptions options, ProgressListener listener) {
    this.reference = reference;
    this.noise = noise;
    this.options = options;
    this.listener = listener;
    this.meters = reference.meters(options.tolerance());
    this.unreadable = reference.unreadable();
  }

  /** The verdict, without the place of the first difference. */
  Verdict compare(Path result) {
    listener.progress(Stage.LOADING_RESULT, 0, 1);
    try (Session session = Session.open(result, Optimization.NONE, options.threads())) {
      listener.progress(Stage.LOADING_RESULT, 1, 1);
      for (InputSpec input : session.inputs()) {
        if (!reference.inputNames().contains(input.name())) {
          return new Verdict.Unrunnable(
              Subject.RESULT,
              "it asks for an input '" + input.name() + "' that the original lacks");
        }
      }
      List<Sample> samples = reference.samples();
      for (int i = 0; i < samples.size(); i++) {
        listener.progress(Stage.RUNNING_RESULT, i, samples.size());
        add(i, samples.get(i), session);
      }
      listener.progress(Stage.RUNNING_RESULT, samples.size(), samples.size());
    } catch (OrtFailure e) {
      return new Verdict.Unrunnable(Subject.RESULT, e.words());
    }
    return verdict();
  }

  private void add(int number, Sample sample, Session session) {
    Outputs outputs;
    try (Feed feed = Feed.of(sample.inputs())) {
      outputs = session.run(feed);
    } catch (OrtFailure e) {
      throw new OrtFailure(
          "it fails on an input that the original runs (%s): %s"
              .formatted(sample.label(), e.words()));
    }
    Set<String> names = new LinkedHashSet<>(sample.outputs().tensors().keySet());
    names.addAll(outputs.tensors().keySet());
    for (String name : names) {
      Tensor expected = sample.outputs().tensors().get(name);
      Tensor actual = outputs.tensors().get(name);
      Meter meter = meters.get(name);
      if (expected == null) {
        faults.putIfAbsent(name, "the original has no such output");
      } else if (actual == null) {
        faults.putIfAbsent(name, "the result has no such output");
      } else if (meter != null) {
        meter.add(number, expected, actual);
      }
    }
    unreadable.putAll(outputs.unreadable());
  }

  private Verdict verdict() {
    List<OutputComparison> outputs = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>(reference.outputNames());
    names.addAll(unreadable.keySet());
    names.addAll(faults.keySet());
    for (String name : names) {
      outputs.add(comparison(name));
    }
    List<String> notes = new ArrayList<>(reference.notes());
    noise.failure().ifPresent(notes::add);
    Comparison comparison =
        new Comparison(outputs, reference.samples().size(), options.seed(), notes);
    if (comparison.differsWithinNoise()) {
      return new Verdict.Undecided(comparison);
    }
    if (comparison.differs()) {
      return new Verdict.Different(comparison, Optional.empty());
    }
    if (comparison.agrees()) {
      return new Verdict.Equal(comparison);
    }
    return new Verdict.NotComparable(
        outputs.isEmpty()
            ? "the original has no outputs"
            : "output '%s': %s"
                .formatted(outputs.getFirst().name(), outputs.getFirst().notes().getFirst()));
  }

  private OutputComparison comparison(String name) {
    String reason = unreadable.get(name);
    if (reason != null) {
      return OutputComparison.without(name, Agreement.NOT_COMPARABLE, "cannot be read: " + reason);
    }
    String fault = faults.get(name);
    if (fault != null) {
      return OutputComparison.without(name, Agreement.DIFFERS, fault);
    }
    if (reference.random().contains(name)) {
      return OutputComparison.without(
          name, Agreement.NOT_COMPARABLE, "the original gives other numbers each time it runs");
    }
    Meter meter = meters.get(name);
    if (meter == null) {
      return OutputComparison.without(
          name, Agreement.NOT_COMPARABLE, "its element type cannot be compared");
    }
    Double floor = noise.errors().get(name);
    return meter.comparison(
        name, floor == null ? OptionalDouble.empty() : OptionalDouble.of(floor));
  }

  /** The sample on which the result is farthest off. */
  Sample worstSample() {
    return meters.values().stream()
        .filter(meter -> !meter.agrees())
        .findFirst()
        .map(meter -> reference.samples().get(meter.worstSample()))
        .orElse(reference.samples().getFirst());
  }
}
