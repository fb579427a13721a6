package dev.repfuse.runtime;

import dev.repfuse.ir.Shape;
import dev.repfuse.runtime.DimBinder.Sizes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Looks for extents that a model runs at: usual ones first, then those that its refusals speak of,
 * then ones.
 */
public final class ShapeSearch {
  private static final Pattern NUMBER = Pattern.compile("\\b\\d{1,4}\\b");
  private static final int MOST_HINTS = 24;
  private static final long MANY_ELEMENTS = 1L << 23;
  private static final long MOST_ELEMENTS = 1L << 27;

  /**
   * What a model runs at.
   *
   * @param shapes by the names of its inputs
   * @param sizes that open extents got
   * @param result of the attempt
   */
  public record Found<T>(Map<String, Shape> shapes, Sizes sizes, T result) {}

  private record Candidate(Map<String, Shape> shapes, Sizes sizes) {}

  private final DimBinder binder;
  private final long batch;
  private final List<String> refusals = new ArrayList<>();

  /**
   * A search for one model.
   *
   * @param batch what extents that look like a batch become; 0 for what is usual
   */
  public ShapeSearch(DimBinder binder, long batch) {
    this.binder = binder;
    this.batch = batch;
  }

  /** Remembers why the model did not run. */
  public void refused(String words) {
    refusals.add(words);
  }

  /**
   * The first shapes that the model runs at.
   *
   * @param attempt runs the model at shapes; where it does not run, gives nothing, and what it says
   *     to {@link #refused}
   * @param inputs of the model, for the message
   * @throws OrtFailure if there are none
   */
  public <T> Found<T> find(
      Function<Map<String, Shape>, Optional<T>> attempt, List<InputSpec> inputs) {
    boolean open = binder.hasOpenDims();
    Map<Map<String, Shape>, Sizes> ones = Map.of(binder.bind(Sizes.ONES), Sizes.ONES);
    return first(binder.candidates(), attempt)
        .or(() -> open ? first(binder.candidates(hints()), attempt) : Optional.empty())
        .or(() -> open ? first(ones, attempt) : Optional.empty())
        .orElseThrow(() ->
            new OrtFailure(
                refusals.isEmpty()
                    ? "its inputs are too large: " + inputs
                    : refusals.getFirst()
                        + "; it takes none of the generated inputs: give real ones, or other"
                        + " shapes"));
  }

  /** Small inputs before large ones; huge ones never. */
  private <T> Optional<Found<T>> first(
      Map<Map<String, Shape>, Sizes> candidates,
      Function<Map<String, Shape>, Optional<T>> attempt) {
    List<Candidate> inOrder = new ArrayList<>();
    candidates.forEach((shapes, sizes) -> inOrder.add(candidate(shapes, sizes)));
    inOrder.sort(Comparator.comparing(each -> DimBinder.largest(each.shapes()) > MANY_ELEMENTS));
    for (Candidate each : inOrder) {
      if (DimBinder.largest(each.shapes()) <= MOST_ELEMENTS) {
        Optional<T> result = attempt.apply(each.shapes());
        if (result.isPresent()) {
          return Optional.of(new Found<>(each.shapes(), each.sizes(), result.get()));
        }
      }
    }
    return Optional.empty();
  }

  private Candidate candidate(Map<String, Shape> shapes, Sizes sizes) {
    Sizes wanted = sizes.withBatch(batch);
    return batch == 0 ? new Candidate(shapes, sizes) : new Candidate(binder.bind(wanted), wanted);
  }

  /**
   * Sizes that refusals speak of. A model that was traced with dynamic extents may run at the
   * traced ones only, and says in which size it would have liked its input.
   */
  private Set<Long> hints() {
    return refusals.stream()
        .flatMap(refusal -> NUMBER.matcher(refusal).results())
        .map(MatchResult::group)
        .map(Long::valueOf)
        .filter(size -> size > 1)
        .distinct()
        .limit(MOST_HINTS)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
