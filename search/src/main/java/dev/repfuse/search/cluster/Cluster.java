package dev.repfuse.search.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.EntryEvent;
import com.hazelcast.core.ExecutionCallback;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.core.IExecutorService;
import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.EntryAddedListener;
import com.hazelcast.spi.exception.RetryableException;
import dev.repfuse.search.Evaluator;
import dev.repfuse.search.SearchStopped;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/**
 * Evaluates candidates by workers that join. A candidate whose worker dies, or fails, goes to
 * another; each is told once, however often it was begun. A worker that failed is asked no more,
 * and what two of them fail at, or the only one, ends the search. Workers may join and go at any
 * time; while there is none, the search waits.
 */
public final class Cluster implements Evaluator {
  private final HazelcastInstance instance;
  private final IExecutorService candidates;
  private final BooleanSupplier stopped;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final Assignments assignments = new Assignments();

  private Cluster(HazelcastInstance instance, BooleanSupplier stopped) {
    this.instance = instance;
    this.stopped = stopped;
    candidates = instance.getExecutorService(Settings.CANDIDATES);
  }

  /**
   * Listens for workers.
   *
   * @param folder the files that they need, without folders in it
   * @param stopped whether the search is to end
   * @throws ClusterException if nothing can listen there
   */
  public static Cluster listen(Endpoint at, Path folder, BooleanSupplier stopped) {
    try {
      Cluster cluster =
          new Cluster(Hazelcast.newHazelcastInstance(Settings.listening(at)), stopped);
      try {
        // A worker may join from now on; it is ready only after all files are there.
        cluster.watch();
        SharedFiles.share(folder, cluster.instance.getMap(Settings.FILES));
      } catch (RuntimeException e) {
        cluster.close();
        throw e;
      }
      return cluster;
    } catch (HazelcastException | IllegalStateException e) {
      throw new ClusterException("%s: cannot be listened at: %s".formatted(at, e.getMessage()), e);
    }
  }

  private void watch() {
    IMap<UUID, Boolean> ready = instance.getMap(Settings.READY);
    ready.addEntryListener(
        (EntryAddedListener<UUID, Boolean>)
            (EntryEvent<UUID, Boolean> event) -> events.add(new Event.Ready(event.getKey())),
        false);
    instance
        .getCluster()
        .addMembershipListener(
            new MembershipListener() {
              @Override
              public void memberAdded(MembershipEvent event) {
                // it is not asked before it is ready
              }

              @Override
              public void memberRemoved(MembershipEvent event) {
                events.add(new Event.Gone(event.getMember().getUuid()));
              }
            });
  }

  @Override
  public void evaluate(List<List<Integer>> architectures, BiConsumer<List<Integer>, Worth> done) {
    assignments.begin(architectures);
    while (!assignments.areDone()) {
      if (stopped.getAsBoolean()) {
        throw new SearchStopped();
      }
      assignments.next().ifPresent(this::ask);
      if (!assignments.canAsk()) {
        handle(done);
      }
    }
  }

  private void ask(Assignments.Pair pair) {
    for (Member member : instance.getCluster().getMembers()) {
      if (member.getUuid().equals(pair.worker())) {
        candidates.submitToMember(
            new Ask(pair.architecture()),
            member,
            new ExecutionCallback<Answer>() {
              @Override
              public void onResponse(Answer answer) {
                events.add(new Event.Answered(pair, answer));
              }

              @Override
              public void onFailure(Throwable failure) {
                events.add(new Event.Failed(pair, failure));
              }
            });
        return;
      }
    }
    assignments.lose(pair.worker());
  }

  private void handle(BiConsumer<List<Integer>, Worth> done) {
    try {
      Event event = events.poll(1, TimeUnit.SECONDS);
      switch (event) {
        case null -> {}
        case Event.Ready(UUID worker) -> assignments.add(worker, slots(worker));
        case Event.Gone(UUID worker) -> {
          assignments.lose(worker);
          instance.getMap(Settings.READY).remove(worker);
        }
        case Event.Failed(Assignments.Pair pair, Throwable cause) -> {
          if (!isOver(cause)) {
            throw new ClusterException(
                "a worker cannot be asked for %s: %s".formatted(pair.architecture(), cause), cause);
          }
          assignments.takeBack(pair);
        }
        case Event.Answered(Assignments.Pair pair, Answer answer) -> {
          if (answer.failure().isEmpty()) {
            if (assignments.finish(pair)) {
              done.accept(pair.architecture(), answer.worth());
            }
          } else if (!assignments.dismiss(pair)) {
            throw new ClusterException(
                "a worker cannot evaluate %s: %s".formatted(pair.architecture(), answer.failure()));
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SearchStopped();
    }
  }

  /** Whether a question failed for the worker went away. */
  private static boolean isOver(Throwable cause) {
    return cause instanceof RetryableException
        || cause instanceof HazelcastInstanceNotActiveException;
  }

  private int slots(UUID worker) {
    return instance.getCluster().getMembers().stream()
        .filter(member -> member.getUuid().equals(worker))
        .mapToInt(member -> Integer.parseInt(member.getAttribute(Settings.SLOTS)))
        .findFirst()
        .orElse(0);
  }

  @Override
  public void close() {
    instance.shutdown();
  }
}
