package dev.repfuse.search.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Who evaluates what: each candidate is with one worker, or waits, or is done. */
final class Assignments {
  private final Map<UUID, Integer> slots = new LinkedHashMap<>();
  private final Map<UUID, Set<List<Integer>>> busy = new LinkedHashMap<>();
  private final Deque<List<Integer>> waiting = new ArrayDeque<>();
  private final Set<List<Integer>> open = new HashSet<>();
  private final Set<List<Integer>> failed = new HashSet<>();

  /** A candidate with a worker. */
  record Pair(List<Integer> architecture, UUID worker) {}

  /** More candidates; those before have to be done, or are given up. */
  void begin(List<List<Integer>> architectures) {
    waiting.clear();
    open.clear();
    waiting.addAll(architectures);
    open.addAll(architectures);
  }

  boolean areDone() {
    return open.isEmpty();
  }

  void add(UUID worker, int count) {
    slots.put(worker, count);
    busy.putIfAbsent(worker, new HashSet<>());
  }

  /** Takes back all that a worker had. */
  void lose(UUID worker) {
    slots.remove(worker);
    Optional.ofNullable(busy.remove(worker))
        .ifPresent(taken -> new ArrayList<>(taken).forEach(this::waitAgain));
  }

  /**
   * Takes back all that a worker had which failed at a candidate, and asks it no more.
   *
   * @return whether another is there, of which none has failed at the same one
   */
  boolean dismiss(Pair pair) {
    boolean known = slots.containsKey(pair.worker());
    lose(pair.worker());
    return !known || (failed.add(pair.architecture()) && !slots.isEmpty());
  }

  /** Takes back one candidate that did not get through. */
  void takeBack(Pair pair) {
    if (free(pair)) {
      waitAgain(pair.architecture());
    }
  }

  /** Whether this is the first answer. */
  boolean finish(Pair pair) {
    free(pair);
    waiting.remove(pair.architecture());
    return open.remove(pair.architecture());
  }

  private boolean free(Pair pair) {
    return Optional.ofNullable(busy.get(pair.worker()))
        .map(taken -> taken.remove(pair.architecture()))
        .orElse(false);
  }

  private void waitAgain(List<Integer> architecture) {
    if (open.contains(architecture)) {
      waiting.addFirst(architecture);
    }
  }

  /** Whether a candidate waits and a worker has time. */
  boolean canAsk() {
    return !waiting.isEmpty() && idle().isPresent();
  }

  /** The next candidate, and the worker with most time; it counts as begun. */
  Optional<Pair> next() {
    if (!canAsk()) {
      return Optional.empty();
    }
    Pair pair = new Pair(waiting.removeFirst(), idle().orElseThrow());
    busy.computeIfAbsent(pair.worker(), worker -> new HashSet<>()).add(pair.architecture());
    return Optional.of(pair);
  }

  private Optional<UUID> idle() {
    return slots.entrySet().stream()
        .filter(worker -> time(worker) > 0)
        .max((a, b) -> Integer.compare(time(a), time(b)))
        .map(Map.Entry::getKey);
  }

  private int time(Map.Entry<UUID, Integer> worker) {
    return worker.getValue() - busy.getOrDefault(worker.getKey(), Set.of()).size();
  }
}
