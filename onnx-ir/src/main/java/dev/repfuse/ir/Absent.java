package dev.repfuse.ir;

import java.util.Collection;
import java.util.List;

/** An optional input or output that is left out; an empty name in the file. */
public record Absent() implements Value {
  /** The one absent value. */
  public static final Absent ABSENT = new Absent();

  @Override
  public String name() {
    return "";
  }

  @Override
  public Collection<Use> uses() {
    return List.of();
  }
}
