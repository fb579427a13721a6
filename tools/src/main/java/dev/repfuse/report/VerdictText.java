package dev.repfuse.report;

import dev.repfuse.runtime.verify.Comparison;
import dev.repfuse.runtime.verify.OutputComparison;
import dev.repfuse.runtime.verify.Verdict;
import java.util.Locale;

/** A verdict as text: one line, then a table of the outputs. */
public final class VerdictText {
  private VerdictText() {}

  /** The whole text, with a line break at its end. */
  public static String of(Verdict verdict, Style style) {
    StringBuilder text = new StringBuilder();
    String words = verdict.words();
    text.append(verdict.provesEqual() ? style.good("✓ " + words) : style.bad("✗ " + words));
    text.append('\n');
    verdict.figures().ifPresent(comparison -> table(comparison, text));
    return text.toString();
  }

  private static void table(Comparison comparison, StringBuilder text) {
    text.append(
        String.format(
            Locale.ROOT,
            "  %-24s %10s %10s %10s %9s %8s%n",
            "output",
            "error",
            "tolerance",
            "noise",
            "SQNR",
            "argmax"));
    for (OutputComparison output : comparison.outputs()) {
      text.append(
          String.format(
              Locale.ROOT,
              "  %-24s %10s %10s %10s %9s %8s%n",
              output.name(),
              number("%.1e", output.error()),
              number("%.1e", output.tolerance()),
              output.noise().isPresent() ? number("%.1e", output.noise().getAsDouble()) : "-",
              Double.isFinite(output.sqnrDb()) ? number("%.1f dB", output.sqnrDb()) : "-",
              output.argmaxAgreement().isPresent()
                  ? number("%.1f%%", 100 * output.argmaxAgreement().getAsDouble())
                  : "-"));
      output.notes().forEach(note -> text.append("    ").append(note).append('\n'));
    }
    comparison.notes().forEach(note -> text.append("  ").append(note).append('\n'));
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
