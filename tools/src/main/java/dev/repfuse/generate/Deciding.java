package dev.repfuse.generate;

import java.util.Locale;

/** How an input of a supernet decides between branches. */
public enum Deciding {
  /** All branches run, each times an element of {@code arch}, which is 1 or 0; they are summed. */
  ONEHOT,
  /** All branches run and are stacked; {@code arch} has the index of the one that is taken. */
  GATHER,
  /** Only the branch runs whose number {@code arch} has. */
  IF;

  /** Its name as users write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
