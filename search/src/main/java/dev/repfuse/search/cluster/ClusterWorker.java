package dev.repfuse.search.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import dev.repfuse.search.Evaluator.Worth;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** A process that evaluates candidates for a search elsewhere, until that ends. */
public final class ClusterWorker implements AutoCloseable {
  /** Under which the worker's own objects find what evaluates. */
  static final String JUDGE = "judge";

  private static final long PAUSE_MILLIS = 200;

  private final HazelcastInstance instance;
  private final CountDownLatch ended = new CountDownLatch(1);

  /** Evaluates, and makes an answer of a failure too. */
  record Judging(Function<List<Integer>, Worth> judge) {
    Answer answer(List<Integer> architecture) {
      try {
        return Answer.of(judge.apply(architecture));
      } catch (RuntimeException e) {
        return Answer.failed(String.valueOf(e.getMessage()));
      }
    }
  }

  private ClusterWorker(HazelcastInstance instance) {
    this.instance = instance;
  }

  /**
   * Joins a search and begins to work.
   *
   * @param slots how many candidates are evaluated at once
   * @param folder an empty one for the files of the search
   * @param judge makes the evaluation out of that folder
   * @throws ClusterException if there is no search
   */
  public static ClusterWorker join(
      Endpoint search,
      int slots,
      Path folder,
      Function<Path, Function<List<Integer>, Worth>> judge) {
    Config config = Settings.joining(search, slots);
    try {
      HazelcastInstance instance = Hazelcast.newHazelcastInstance(config);
      ClusterWorker worker = new ClusterWorker(instance);
      try {
        worker.begin(search, folder, judge);
      } catch (RuntimeException e) {
        worker.close();
        throw e;
      }
      return worker;
    } catch (HazelcastException | IllegalStateException e) {
      throw new ClusterException("%s: cannot be joined: %s".formatted(search, e.getMessage()), e);
    }
  }

  private void begin(
      Endpoint search, Path folder, Function<Path, Function<List<Integer>, Worth>> judge) {
    instance
        .getCluster()
        .addMembershipListener(
            new MembershipListener() {
              @Override
              public void memberAdded(MembershipEvent event) {
                // whoever else works is none of a worker's business
              }

              @Override
              public void memberRemoved(MembershipEvent event) {
                if (isAlone()) {
                  ended.countDown();
                }
              }
            });
    if (isAlone()) {
      throw new ClusterException(search + ": no search listens there");
    }
    SharedFiles.fetch(instance.getMap(Settings.FILES), folder, this::isAlone);
    instance.getUserContext().put(JUDGE, new Judging(judge.apply(folder)));
    // Only now may it be asked.
    instance.getMap(Settings.READY).put(instance.getLocalEndpoint().getUuid(), true);
  }

  private boolean isAlone() {
    return instance.getCluster().getMembers().stream().allMatch(Member::isLiteMember);
  }

  /**
   * Waits until the search has ended, or is gone.
   *
   * @param stopped whether the worker is to leave before
   */
  public void await(BooleanSupplier stopped) throws InterruptedException {
    while (!stopped.getAsBoolean() && !ended.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
      // it is asked again
    }
  }

  @Override
  public void close() {
    instance.getLifecycleService().terminate();
  }
}
