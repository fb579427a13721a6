package dev.repfuse.search.store;

import dev.repfuse.search.Evaluator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** An evaluator that asks another only for what the archive does not have. */
public final class RememberedWorth implements Evaluator {
  private static final String VALUE = "value";
  private static final String SECONDS = "seconds";

  private final Evaluator evaluator;
  private final Archive archive;
  private final String question;
  private final Map<String, Worth> known = new ConcurrentHashMap<>();
  private final AtomicInteger asked = new AtomicInteger();

  /**
   * @param question names all that a candidate's worth depends on
   */
  public RememberedWorth(Evaluator evaluator, Archive archive, String question) {
    this.evaluator = evaluator;
    this.archive = archive;
    this.question = question;
    archive
        .figures(question)
        .forEach((architecture, figures) ->
            worth(figures).ifPresent(worth -> known.put(architecture, worth)));
  }

  private static Optional<Worth> worth(Map<String, Double> figures) {
    return Optional.ofNullable(figures.get(VALUE))
        .map(value -> new Worth(value, Objects.requireNonNullElse(figures.get(SECONDS), 0.0)));
  }

  /** How many candidates are known. */
  public int size() {
    return known.size();
  }

  /** How many had to be evaluated since this was made. */
  public int evaluated() {
    return asked.get();
  }

  @Override
  public void evaluate(List<List<Integer>> architectures, BiConsumer<List<Integer>, Worth> done) {
    List<List<Integer>> open = new ArrayList<>();
    for (List<Integer> architecture : architectures) {
      Optional.ofNullable(known.get(Archive.words(architecture)))
          .ifPresentOrElse(worth -> done.accept(architecture, worth), () -> open.add(architecture));
    }
    if (open.isEmpty()) {
      return;
    }
    evaluator.evaluate(
        open,
        (architecture, worth) -> {
          archive.keep(
              question, architecture, Map.of(VALUE, worth.value(), SECONDS, worth.seconds()));
          known.put(Archive.words(architecture), worth);
          asked.incrementAndGet();
          done.accept(architecture, worth);
        });
  }
}
