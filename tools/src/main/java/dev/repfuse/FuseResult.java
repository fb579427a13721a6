package dev.repfuse;

import dev.repfuse.ir.Model;
import dev.repfuse.pass.Report;
import dev.repfuse.pass.cost.Target;
import dev.repfuse.report.ModelStatistics;

/**
 * What folding gave.
 *
 * @param model the folded model
 * @param target the machine whose costs decided
 * @param report what each pass did, and what it refused
 * @param before figures of the original
 * @param after figures of the folded model
 */
public record FuseResult(
    Model model, Target target, Report report, ModelStatistics before, ModelStatistics after) {

  /** Whether anything was changed. */
  public boolean changed() {
    return report.changed();
  }
}
