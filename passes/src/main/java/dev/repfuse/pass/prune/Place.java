package dev.repfuse.pass.prune;

import dev.repfuse.ir.NamedValue;

/**
 * An axis of a value.
 *
 * @param axis counted from 0, the outermost
 */
public record Place(NamedValue value, int axis) {
  @Override
  public String toString() {
    return value.name() + "[" + axis + "]";
  }
}
