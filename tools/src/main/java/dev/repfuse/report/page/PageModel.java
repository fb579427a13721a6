package dev.repfuse.report.page;

import dev.repfuse.ir.Model;
import dev.repfuse.report.ModelStatistics;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A model that a page shows.
 *
 * @param path where it was read from
 */
public record PageModel(Path path, Model model, ModelStatistics statistics) {

  /** A model with its figures. */
  public static PageModel of(Path path, Model model) {
    return new PageModel(path, model, ModelStatistics.of(model));
  }

  /** The file's name without its folder. */
  String name() {
    return Optional.ofNullable(path.getFileName()).orElse(path).toString();
  }
}
