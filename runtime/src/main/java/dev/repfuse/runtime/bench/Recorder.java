package dev.repfuse.runtime.bench;

import dev.repfuse.ir.Tensor;
import dev.repfuse.runtime.OrtFailure;
import dev.repfuse.runtime.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Measures models in turn. An episode opens them anew, runs them until their times are steady, and
 * then round by round, each round in another order.
 */
final class Recorder {
  private static final int EPISODES = 12;
  private static final int FEWEST_EPISODES = 5;
  private static final int FEWEST_ROUNDS = 3;
  private static final int WINDOW = 5;
  private static final double STEADY = 0.03;
  private static final double MEASURING = 0.6;

  private final List<Path> models;
  private final BenchmarkOptions options;
  private final Progress progress;
  private final List<Map<String, Tensor>> inputs = new ArrayList<>();
  private final List<List<Long>> loads = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom(1);

  /** Is told how far it is. */
  interface Progress {
    /** Which share of the time is over, from 0 to 1. */
    void at(double share);
  }

  private Recorder(List<Path> models, BenchmarkOptions options, Progress progress) {
    this.models = models;
    this.options = options;
    this.progress = progress;
  }

  /**
   * Measures.
   *
   * @throws OrtFailure if a model cannot be loaded or run; the message names the file
   * @throws dev.repfuse.runtime.DataException if shapes or data that the user gave do not fit
   */
  static Recording record(List<Path> models, BenchmarkOptions options, Progress progress) {
    Session.shareThreads(options.threads());
    return new Recorder(models, options, progress).run();
  }

  /**
   * What a model's first session of this process takes, with one run; of nothing else.
   *
   * @throws OrtFailure if the model cannot be loaded or run
   */
  static OptionalLong peakBytes(Path model, BenchmarkOptions options) {
    Session.shareThreads(options.threads());
    Session.runtimeVersion();
    PeakMemory memory = PeakMemory.reset();
    try (Session session = Session.openPooled(model, options.provider(), options.config())) {
      Inputs.of(session, options);
      return memory.grown();
    }
  }

  private Recording run() {
    Machine machine = Machine.before();
    for (Path model : models) {
      look(model);
    }
    long slice = (long) (options.seconds() / EPISODES * MEASURING * TimeUnit.SECONDS.toNanos(1));
    long start = System.nanoTime();
    List<Episode> episodes = new ArrayList<>();
    double over = 0;
    while (episodes.size() < FEWEST_EPISODES || (over < 1 && !isNarrow(episodes))) {
      episodes.add(episode(slice));
      over = (System.nanoTime() - start) / (options.seconds() * TimeUnit.SECONDS.toNanos(1));
      progress.at(Math.min(1, over));
    }
    List<Recording.Model> measured = new ArrayList<>();
    for (int i = 0; i < models.size(); i++) {
      measured.add(
          new Recording.Model(
              models.get(i).toString(),
              median(loads.get(i)),
              OptionalLong.empty(),
              Inputs.batch(inputs.get(i))));
    }
    return new Recording(machine.after(), measured, episodes, notes);
  }

  private boolean isNarrow(List<Episode> episodes) {
    if (options.until() == 0 || models.size() < 2) {
      return false;
    }
    for (int model = 1; model < models.size(); model++) {
      if (PairedRatio.of(episodes, model, 0).halfWidth() > options.until()) {
        return false;
      }
    }
    return true;
  }

  /** Finds data for a model. */
  private void look(Path model) {
    Map<String, Tensor> own = Inputs.of(model, options);
    boolean same = inputs.stream().anyMatch(other -> Inputs.words(other).equals(Inputs.words(own)));
    if (inputs.isEmpty() || !same) {
      notes.add(model.getFileName() + " runs on " + Inputs.words(own));
    }
    inputs.add(own);
    loads.add(new ArrayList<>());
  }

  private Episode episode(long slice) {
    List<Contender> contenders = new ArrayList<>(Collections.nCopies(models.size(), null));
    try {
      for (int model : order()) {
        Contender contender = Contender.open(models.get(model), inputs.get(model), options);
        contenders.set(model, contender);
        loads.get(model).add(contender.loadNanoseconds());
      }
      warmUp(contenders, slice);
      List<long[]> rounds = new ArrayList<>();
      long end = System.nanoTime() + slice;
      while (rounds.size() < FEWEST_ROUNDS || System.nanoTime() < end) {
        rounds.add(round(contenders));
      }
      return new Episode(rounds.toArray(long[][]::new));
    } finally {
      for (Contender contender : contenders) {
        if (contender != null) {
          contender.close();
        }
      }
    }
  }

  private List<Integer> order() {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < models.size(); i++) {
      order.add(random.nextInt(i + 1), i);
    }
    return order;
  }

  private long[] round(List<Contender> contenders) {
    long[] took = new long[contenders.size()];
    for (int model : order()) {
      took[model] = contenders.get(model).run();
    }
    return took;
  }

  /**
   * Until the medians of two windows in turn are alike, for half as long as is measured at most.
   */
  private void warmUp(List<Contender> contenders, long slice) {
    long end = System.nanoTime() + slice / 2;
    long[] before = new long[contenders.size()];
    boolean steady = false;
    while (!steady && System.nanoTime() < end) {
      long[] now = window(contenders);
      steady = true;
      for (int model = 0; model < now.length; model++) {
        steady &= Math.abs(now[model] - before[model]) <= STEADY * now[model];
        contenders.get(model).settle(now[model]);
      }
      before = now;
    }
  }

  private long[] window(List<Contender> contenders) {
    List<List<Long>> took = new ArrayList<>();
    contenders.forEach(contender -> took.add(new ArrayList<>()));
    for (int i = 0; i < WINDOW; i++) {
      long[] round = round(contenders);
      for (int model = 0; model < round.length; model++) {
        took.get(model).add(round[model]);
      }
    }
    return took.stream().mapToLong(Recorder::median).toArray();
  }

  private static long median(List<Long> numbers) {
    long[] sorted = numbers.stream().mapToLong(Long::longValue).sorted().toArray();
    return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
  }
}
