package dev.repfuse;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * How to fold a model.
 *
 * @param skipped names of passes that do not run
 * @param allowGrowth whether the file may become larger
 * @param progress is told the name of every pass that begins
 */
public record FuseOptions(Set<String> skipped, boolean allowGrowth, Consumer<String> progress) {
  public FuseOptions {
    skipped = new TreeSet<>(skipped);
  }

  /** All passes, no growth. */
  public static FuseOptions defaults() {
    return new FuseOptions(Set.of(), false, pass -> {});
  }

  boolean runs(String pass) {
    return !skipped.contains(pass);
  }
}
