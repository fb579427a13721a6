package dev.repfuse.runtime.verify;

import dev.repfuse.runtime.verify.OutputComparison.Agreement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The figures of a comparison that could be made.
 *
 * @param outputs one entry for each output, in the original's order
 * @param samples how many inputs both models ran
 * @param seed of the generated inputs
 * @param notes what holds for all outputs, one sentence each
 */
public record Comparison(
    List<OutputComparison> outputs, int samples, long seed, List<String> notes) {

  public Comparison {
    outputs = List.copyOf(outputs);
    notes = List.copyOf(notes);
  }

  /** Whether no output differs and at least one agrees. */
  public boolean agrees() {
    return has(Agreement.AGREES) && !has(Agreement.DIFFERS);
  }

  /** Whether some output differs. */
  public boolean differs() {
    return has(Agreement.DIFFERS);
  }

  /** Whether every output that differs is off by no more than rounding alone may explain. */
  boolean differsWithinNoise() {
    return differs()
        && outputs.stream()
            .filter(output -> output.agreement() == Agreement.DIFFERS)
            .allMatch(OutputComparison::withinNoise);
  }

  private boolean has(Agreement agreement) {
    return outputs.stream().anyMatch(output -> output.agreement() == agreement);
  }

  /** The output that is farthest off, measured in its own tolerance; outputs that differ first. */
  public Optional<OutputComparison> worst() {
    Optional<OutputComparison> worst = Optional.empty();
    for (OutputComparison output : outputs) {
      if (output.agreement() != Agreement.NOT_COMPARABLE
          && (worst.isEmpty() || badness(output) > badness(worst.get()))) {
        worst = Optional.of(output);
      }
    }
    return worst;
  }

  private static double badness(OutputComparison output) {
    double inTolerances = output.error() / Math.max(output.tolerance(), Double.MIN_NORMAL);
    return output.agreement() == Agreement.DIFFERS ? Math.max(1, inTolerances) : inTolerances;
  }

  /** The figures in one sentence. */
  String words() {
    OutputComparison worst = worst().orElseThrow();
    long left = outputs.stream().filter(o -> o.agreement() == Agreement.NOT_COMPARABLE).count();
    StringBuilder words = new StringBuilder();
    if (worst.agreement() == Agreement.DIFFERS) {
      words.append("output '").append(worst.name()).append("': ");
      if (!worst.notes().isEmpty() && !Double.isFinite(worst.error())) {
        return words.append(worst.notes().getFirst()).toString();
      }
    }
    words.append(
        worst.tolerance() == 0
            ? "%d of %d elements differ".formatted(worst.mismatches(), worst.elements())
            : "largest error %s of the output's scale (tolerance %s%s)"
                .formatted(figure(worst.error()), figure(worst.tolerance()), noise(worst.noise())));
    words.append(", %d %s".formatted(samples, samples == 1 ? "sample" : "samples"));
    if (left > 0) {
      words.append(", %d of %d outputs could not be compared".formatted(left, outputs.size()));
    }
    return words.toString();
  }

  private static String noise(OptionalDouble noise) {
    return noise.isPresent() ? ", noise floor " + figure(noise.getAsDouble()) : "";
  }

  /** A number with two digits, such as {@code 3.1e-07} or {@code 0.25}. */
  static String figure(double value) {
    boolean plain = Math.abs(value) >= 1e-3 && Math.abs(value) < 1e3;
    return value == 0 ? "0" : String.format(Locale.ROOT, plain ? "%.2g" : "%.1e", value);
  }

  Comparison withNote(String note) {
    List<String> all = new ArrayList<>(notes);
    all.add(note);
    return new Comparison(outputs, samples, seed, all);
  }
}
