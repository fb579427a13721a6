package dev.repfuse.ir.io;

import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.NamedValue;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The values that a name can mean: those of one graph, then those of the graphs around it. */
final class Scope {
  private final Map<String, NamedValue> values = new HashMap<>();
  private final Optional<Scope> outer;

  private Scope(Optional<Scope> outer) {
    this.outer = outer;
  }

  static Scope outermost() {
    return new Scope(Optional.empty());
  }

  Scope inside() {
    return new Scope(Optional.of(this));
  }

  /** Gives a value its name; a graph may define each name once. */
  void define(NamedValue value, String what) {
    if (value.name().isEmpty()) {
      throw new ModelException("a " + what + " has no name");
    }
    if (values.putIfAbsent(value.name(), value) != null) {
      throw new ModelException(
          "'%s' is defined twice, the second time as a %s".formatted(value.name(), what));
    }
  }

  Optional<NamedValue> find(String name) {
    Optional<Scope> scope = Optional.of(this);
    while (scope.isPresent()) {
      NamedValue value = scope.get().values.get(name);
      if (value != null) {
        return Optional.of(value);
      }
      scope = scope.get().outer;
    }
    return Optional.empty();
  }
}
