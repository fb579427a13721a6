package dev.repfuse.runtime.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * All that was measured of several models.
 *
 * @param machine what is known of the machine, and of what else it did
 * @param models in the order in which they were given
 * @param notes what the user should know of how it was measured
 */
public record Recording(
    Map<String, String> machine, List<Model> models, List<Episode> episodes, List<String> notes) {
  /**
   * One model.
   *
   * @param path as it was given
   * @param loadNanoseconds the median time that a session takes to open
   * @param peakBytes what memory grew by while it was opened and run once
   * @param batch samples in one run
   */
  public record Model(String path, long loadNanoseconds, OptionalLong peakBytes, long batch) {}

  /** The same with what memory each model takes. */
  Recording withPeaks(List<OptionalLong> peaks) {
    List<Model> known = new ArrayList<>();
    for (int i = 0; i < models.size(); i++) {
      Model model = models.get(i);
      known.add(new Model(model.path(), model.loadNanoseconds(), peaks.get(i), model.batch()));
    }
    return new Recording(machine, known, episodes, notes);
  }

  /** The same, with what the user calls the device. */
  Recording on(String device) {
    Map<String, String> known = new LinkedHashMap<>(machine);
    known.put("device", device);
    return new Recording(known, models, episodes, notes);
  }

  public Recording {
    machine = Map.copyOf(machine);
    models = List.copyOf(models);
    episodes = List.copyOf(episodes);
    notes = List.copyOf(notes);
  }
}
