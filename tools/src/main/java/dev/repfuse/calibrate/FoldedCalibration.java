package dev.repfuse.calibrate;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.edit.Resizing;
import dev.repfuse.pass.Facts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Calibrates a model whose BatchNormalizations are folded already, by an unfolded reference that
 * computes the same.
 *
 * <p>A folded layer gives {@code s · (x − m₀) / σ₀ + b} with {@code σ₀ = √(v₀ + ε)}, where {@code x
 * = W·u + c} is what the BatchNormalization (scale s, bias b, statistics m₀ and v₀) read in the
 * reference and u what the layer reads. So its weight is {@code W·s/σ₀}, and with the mean m of
 * {@code W·u} and the variance v on the data, {@code σ = √(v + ε)}, the calibrated layer has the
 * weight {@code W·s/σ} and the bias {@code b − s·m/σ}: an affine map of each channel. {@code W·u}
 * is measured itself, with no bias beside it, so that nothing cancels.
 */
public final class FoldedCalibration {
  private final Model model;
  private final Model reference;
  private final Batches data;
  private final BiConsumer<Integer, Integer> progress;
  private final List<Left> left = new ArrayList<>();
  private int layers;
  private int norms;

  private FoldedCalibration(
      Model model, Model reference, Batches data, BiConsumer<Integer, Integer> progress) {
    this.model = model;
    this.reference = reference;
    this.data = data;
    this.progress = progress;
  }

  /**
   * Calibrates a folded model, which is changed.
   *
   * @param reference the same before it was folded
   * @param progress is told how many of how many runs are done
   * @throws dev.repfuse.runtime.OrtFailure if ONNX Runtime cannot run one of them
   */
  public static Outcome calibrate(
      Model model, Model reference, Batches data, BiConsumer<Integer, Integer> progress) {
    return new FoldedCalibration(model, reference, data, progress).run();
  }

  private Outcome run() {
    Map<String, Pairing.Pair> pairs = pairs();
    int levels = levels(pairs).size();
    for (int level = 0; level < levels; level++) {
      Map<Node, Pairing.Pair> folded = new LinkedHashMap<>();
      List<Node> others = new ArrayList<>();
      for (Node node : levels(pairs).get(level)) {
        Pairing.Pair pair = pairs.get(node.output(0).name());
        if (pair == null) {
          others.add(node);
        } else {
          folded.put(node, pair);
        }
      }
      calibrate(folded, others, level, levels);
    }
    left.addAll(Norms.left(model));
    return new Outcome(layers, norms, left);
  }

  /** Those that are told to compute the same by a run of both models, by the name of the result. */
  private Map<String, Pairing.Pair> pairs() {
    Pairing pairing = Pairing.of(model, reference);
    left.addAll(pairing.left());
    Map<String, Pairing.Pair> pairs = new LinkedHashMap<>();
    pairing.pairs().forEach(pair -> pairs.put(pair.layer().result().name(), pair));
    SameValues same = new SameValues(model, reference, data.batch(0));
    for (List<Node> level : levels(pairs)) {
      List<Pairing.Pair> here =
          level.stream()
              .filter(node -> pairs.containsKey(node.output(0).name()))
              .map(node -> Objects.requireNonNull(pairs.get(node.output(0).name())))
              .toList();
      same.differing(here)
          .forEach((pair, reason) -> {
            pairs.remove(pair.layer().result().name());
            left.add(new Left(pair.norm().label(), reason));
          });
    }
    return pairs;
  }

  private List<List<Node>> levels(Map<String, Pairing.Pair> pairs) {
    Facts facts = Facts.of(model);
    return Norms.levels(
        model.graph(),
        node ->
            Norms.isNorm(node, facts)
                || (node.output(0) instanceof Result result && pairs.containsKey(result.name())));
  }

  private void calibrate(Map<Node, Pairing.Pair> folded, List<Node> others, int level, int levels) {
    Facts facts = Facts.of(model);
    Map<Node, FoldedNumbers> numbers = new LinkedHashMap<>();
    Map<NamedValue, Integer> channels = new LinkedHashMap<>();
    Resizing bare = new Resizing();
    folded.forEach((node, pair) -> {
      FoldedNumbers here = FoldedNumbers.of(pair, facts, Facts.of(reference));
      numbers.put(node, here);
      channels.put(pair.layer().result(), pair.layer().channels());
      pair.layer().replace(bare, here.bare(), new double[pair.layer().channels()]);
    });
    for (Node node : others) {
      channels.put((NamedValue) node.input(0), Norms.channels(node, facts));
    }
    bare.apply();
    Map<NamedValue, Moments> moments =
        Measurement.moments(
            model,
            channels,
            data,
            batch -> progress.accept(level * data.count() + batch, levels * data.count()));
    Resizing calibrated = new Resizing();
    numbers.forEach((node, here) -> {
      Moments found = Objects.requireNonNull(moments.get(here.layer().result()));
      if (here.replace(calibrated, found)) {
        layers++;
      } else {
        left.add(
            new Left(here.norm().label(), "its statistics on the data give weights without bound"));
      }
    });
    Facts now = Facts.of(model);
    for (Node node : others) {
      Moments found = Objects.requireNonNull(moments.get((NamedValue) node.input(0)));
      Optional<Left> stays = Calibration.replace(calibrated, now, node, found);
      stays.ifPresent(left::add);
      norms += stays.isPresent() ? 0 : 1;
    }
    calibrated.apply();
  }
}
