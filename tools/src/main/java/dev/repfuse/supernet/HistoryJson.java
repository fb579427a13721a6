package dev.repfuse.supernet;

import dev.repfuse.format.JsonPlace;
import dev.repfuse.search.angle.History;
import dev.repfuse.search.angle.Schedule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The steps by which a space was shrunk, as an object of its file. */
final class HistoryJson {
  private static final String SCHEDULE = "schedule";
  private static final String STEPS = "steps";
  private static final String DROPS = "drops";
  private static final String INITIAL = "initial";
  private static final String REPLACED = "replacedAfter";

  static final List<String> KEYS = List.of(SCHEDULE, STEPS, DROPS, INITIAL, REPLACED);

  private HistoryJson() {}

  static History read(JsonPlace place) {
    place.onlyKeys(KEYS);
    JsonPlace name = place.required(SCHEDULE);
    Schedule schedule =
        Optional.of(name.text())
            .flatMap(HistoryJson::schedule)
            .orElseThrow(() -> name.bad("is none of spos, fairnas, darts and third"));
    int steps = (int) place.required(STEPS).whole(0, Integer.MAX_VALUE);
    return new History(
        schedule,
        steps,
        (int) place.required(DROPS).whole(0, Integer.MAX_VALUE),
        place.required(INITIAL).text(),
        place
            .at(REPLACED)
            .map(step -> OptionalInt.of((int) step.whole(1, steps + 1L)))
            .orElse(OptionalInt.empty()));
  }

  private static Optional<Schedule> schedule(String word) {
    for (Schedule schedule : Schedule.values()) {
      if (word(schedule).equals(word)) {
        return Optional.of(schedule);
      }
    }
    return Optional.empty();
  }

  private static String word(Schedule schedule) {
    return schedule.name().toLowerCase(Locale.ROOT);
  }

  static Map<String, Object> write(History history) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put(SCHEDULE, word(history.schedule()));
    object.put(STEPS, history.steps());
    object.put(DROPS, history.drops());
    object.put(INITIAL, history.initial());
    history.replacedAfter().ifPresent(step -> object.put(REPLACED, step));
    return object;
  }
}
