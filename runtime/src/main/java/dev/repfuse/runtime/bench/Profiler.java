package dev.repfuse.runtime.bench;

import dev.repfuse.ir.Tensor;
import dev.repfuse.runtime.Feed;
import dev.repfuse.runtime.OrtFailure;
import dev.repfuse.runtime.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleConsumer;

/**
 * Runs models in turn with the runtime's profiler on, in sessions apart from those that are timed,
 * for it costs time.
 */
final class Profiler {
  private static final int SESSIONS = 6;
  private static final int UNSTEADY = 2;
  private static final int FEWEST_RUNS = 2;
  private static final int MOST_RUNS = 8;

  private final List<Path> models;
  private final BenchmarkOptions options;
  private final Path folder;
  private final List<Map<String, Tensor>> inputs = new ArrayList<>();
  private final List<ProfileReader> readers = new ArrayList<>();

  private Profiler(List<Path> models, BenchmarkOptions options, Path folder) {
    this.models = models;
    this.options = options;
    this.folder = folder;
  }

  /** A model in a session that is profiled. */
  private record Profiled(Session session, Feed feed) implements AutoCloseable {
    long run() {
      return session.repeated(feed).run(1);
    }

    @Override
    public void close() {
      feed.close();
      session.close();
    }
  }

  /**
   * A profile of each model.
   *
   * @param folder where the runtime's files lie until they are read
   * @throws OrtFailure if a model cannot be loaded or run; the message names the file
   * @throws dev.repfuse.runtime.DataException if shapes or data that the user gave do not fit
   */
  static List<Profile> profiles(
      List<Path> models, BenchmarkOptions options, Path folder, DoubleConsumer progress)
      throws IOException {
    Session.shareThreads(options.threads());
    Profiler profiler = new Profiler(models, options, folder);
    for (Path model : models) {
      profiler.inputs.add(Inputs.of(model, options));
      profiler.readers.add(new ProfileReader());
    }
    for (int i = 0; i < SESSIONS; i++) {
      profiler.session();
      progress.accept((i + 1.0) / SESSIONS);
    }
    return profiler.readers.stream().map(ProfileReader::profile).toList();
  }

  private void session() throws IOException {
    List<Profiled> open = new ArrayList<>();
    try {
      for (int i = 0; i < models.size(); i++) {
        open.add(new Profiled(session(i), Feed.of(inputs.get(i))));
      }
      long took = 0;
      for (int i = 0; i < UNSTEADY; i++) {
        took = round(open);
      }
      for (int left = rounds(took); left > 0; left--) {
        round(open);
      }
      for (int i = 0; i < models.size(); i++) {
        Path file = open.get(i).session().endProfile();
        readers.get(i).add(file, UNSTEADY);
        Files.delete(file);
      }
    } finally {
      open.forEach(Profiled::close);
    }
  }

  /** Two files of one prefix and of one millisecond would be the same. */
  private Session session(int model) {
    return Session.openProfiled(
        models.get(model), options.provider(), options.config(), folder.resolve("model" + model));
  }

  private static long round(List<Profiled> open) {
    long took = 0;
    for (Profiled model : open) {
      took += model.run();
    }
    return took;
  }

  /** As many as fit into the time that is asked for, within bounds. */
  private int rounds(long nanoseconds) {
    double each = options.seconds() * TimeUnit.SECONDS.toNanos(1) / SESSIONS;
    return (int) Math.clamp(each / Math.max(1, nanoseconds), FEWEST_RUNS, MOST_RUNS);
  }
}
