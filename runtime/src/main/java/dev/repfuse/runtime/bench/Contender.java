package dev.repfuse.runtime.bench;

import dev.repfuse.ir.Tensor;
import dev.repfuse.runtime.Feed;
import dev.repfuse.runtime.OrtFailure;
import dev.repfuse.runtime.Repeated;
import dev.repfuse.runtime.Session;
import java.nio.file.Path;
import java.util.Map;

/** A model that is loaded and fed. */
final class Contender implements AutoCloseable {
  private static final long SHORTEST = 200_000;

  private final Session session;
  private final Feed feed;
  private final Repeated repeated;
  private final long loadNanoseconds;
  private int times = 1;

  private Contender(Session session, Feed feed, long loadNanoseconds) {
    this.session = session;
    this.feed = feed;
    this.repeated = session.repeated(feed);
    this.loadNanoseconds = loadNanoseconds;
  }

  /**
   * Loads a model and runs it once.
   *
   * @throws OrtFailure if it cannot be loaded or run; the message names the file
   */
  static Contender open(Path model, Map<String, Tensor> inputs, BenchmarkOptions options) {
    long start = System.nanoTime();
    Session session = Session.openPooled(model, options.provider(), options.config());
    long load = System.nanoTime() - start;
    try {
      Contender contender = new Contender(session, Feed.of(inputs), load);
      contender.repeated.run(1);
      return contender;
    } catch (OrtFailure e) {
      session.close();
      throw new OrtFailure(model + ": " + e.words());
    }
  }

  long loadNanoseconds() {
    return loadNanoseconds;
  }

  /** Nanoseconds of a run; the mean of several where one is too short for the clock. */
  long run() {
    return repeated.run(times);
  }

  /** Sets how many runs are timed together, by what one takes. */
  void settle(long nanoseconds) {
    times = Math.clamp(SHORTEST / Math.max(1, nanoseconds), 1, 1000);
  }

  @Override
  public void close() {
    feed.close();
    session.close();
  }
}
