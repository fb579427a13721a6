package dev.repfuse.runtime.verify;

import dev.repfuse.ir.Tensor;
import dev.repfuse.runtime.Feed;
import dev.repfuse.runtime.Optimization;
import dev.repfuse.runtime.Session;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the first value at which two models part, among those that both compute under one name.
 *
 * <p>Both run unoptimized, because ONNX Runtime optimizes a graph differently when more of its
 * values are outputs. They are loaded once; each run hands over a few values only, so that memory
 * holds few of them at a time.
 */
final class Localizer {
  private static final int VALUES_PER_RUN = 32;

  private final ValueProbe original;
  private final ValueProbe result;
  private final List<Path> folders;
  private final VerifyOptions options;
  private final ProgressListener listener;
  private Optional<String> lastEqual = Optional.empty();

  /**
   * Reads both models.
   *
   * @throws dev.repfuse.ir.ModelException if one is invalid
   */
  Localizer(Path original, Path result, VerifyOptions options, ProgressListener listener) {
    this.original = new ValueProbe(original);
    this.result = new ValueProbe(result);
    this.options = options;
    this.listener = listener;
    this.folders = List.of(folder(original), folder(result));
  }

  private static Path folder(Path file) {
    return Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("."));
  }

  /**
   * The first difference on one sample.
   *
   * @throws dev.repfuse.runtime.OrtFailure if a model does not run with more outputs
   */
  Optional<FirstDifference> find(Sample sample) {
    Set<String> common = new LinkedHashSet<>(original.values().keySet());
    common.retainAll(result.values().keySet());
    if (common.isEmpty()) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>(common);
    try (Feed feed = Feed.of(sample.inputs());
        Session a = open(original.exposing(common), folders.getFirst());
        Session b = open(result.exposing(common), folders.getLast())) {
      for (int start = 0; start < names.size(); start += VALUES_PER_RUN) {
        listener.progress(Stage.LOCALISING, start, names.size());
        List<String> some = names.subList(start, Math.min(start + VALUES_PER_RUN, names.size()));
        Optional<FirstDifference> found = compare(a, b, feed, some);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private Session open(ByteBuffer model, Path folder) {
    return Session.open(model, Optional.of(folder), Optimization.NONE, options.threads());
  }

  private Optional<FirstDifference> compare(Session a, Session b, Feed feed, List<String> names) {
    Map<String, Tensor> expected = a.run(feed, new LinkedHashSet<>(names)).tensors();
    Map<String, Tensor> actual = b.run(feed, new LinkedHashSet<>(names)).tensors();
    for (String name : names) {
      Tensor one = expected.get(name);
      Tensor other = actual.get(name);
      if (one == null || other == null || !Meter.isCompared(one.type())) {
        continue;
      }
      Meter meter = measure(one, other);
      if (meter.agrees()) {
        lastEqual = Optional.of(name);
      } else if (isSteady(a, feed, name, one)) {
        String node = original.values().getOrDefault(name, "");
        return Optional.of(new FirstDifference(name, node, meter.reason(), lastEqual));
      }
    }
    return Optional.empty();
  }

  private Meter measure(Tensor one, Tensor other) {
    Meter meter = new Meter(one.type(), options.tolerance(), Meter.largest(one));
    meter.add(0, one, other);
    return meter;
  }

  /** Whether the original computes the value again; a random one parts from itself. */
  private boolean isSteady(Session a, Feed feed, String name, Tensor value) {
    Tensor again = a.run(feed, Set.of(name)).tensors().get(name);
    return again != null && again.sameAs(value);
  }
}
