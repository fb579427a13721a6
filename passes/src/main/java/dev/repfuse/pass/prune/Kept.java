package dev.repfuse.pass.prune;

import dev.repfuse.ir.Dim;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which positions of which axes are left when some atoms go. */
final class Kept {
  private final Ties ties;
  private final Map<Place, int[]> positions = new LinkedHashMap<>();
  private final Set<NamedValue> changed = new LinkedHashSet<>();

  /**
   * @param dropped atoms of the classes that go
   * @throws PruningException if one of them is pinned, or an axis would lose all positions
   */
  Kept(Ties ties, BitSet dropped) {
    this.ties = ties;
    BitSet classes = new BitSet();
    dropped.stream().forEach(atom -> classes.set(ties.atoms().classOf(atom)));
    ties.lines().forEach((place, line) -> keep(place, line, classes));
  }

  private void keep(Place place, Atoms.Line line, BitSet classes) {
    int[] left = new int[line.extent()];
    int count = 0;
    for (int i = 0; i < line.extent(); i++) {
      if (!classes.get(ties.atoms().classOf(line.at(i)))) {
        left[count++] = i;
      } else {
        ties.atoms()
            .pinOf(line.at(i))
            .ifPresent(pin -> {
              throw new PruningException(place + " has to stay: " + pin);
            });
      }
    }
    if (count == line.extent()) {
      return;
    }
    if (count == 0) {
      throw new PruningException(place + " would be empty");
    }
    positions.put(place, Arrays.copyOf(left, count));
    changed.add(place.value());
  }

  /** Every value that gets another shape. */
  Set<NamedValue> changed() {
    return changed;
  }

  /** The positions that are left of an axis, ascending; empty if all are. */
  Optional<int[]> of(Value value, int axis) {
    return value instanceof NamedValue named
        ? Optional.ofNullable(positions.get(new Place(named, axis)))
        : Optional.empty();
  }

  /** The positions that go of an axis. */
  BitSet gone(Value value, int axis) {
    BitSet gone = new BitSet();
    of(value, axis)
        .ifPresent(left -> {
          gone.set(0, (int) ties.extent(value, axis).orElseThrow());
          Arrays.stream(left).forEach(gone::clear);
        });
    return gone;
  }

  /** What becomes of a position: its place among those that are left, or of the next one left. */
  int rank(Value value, int axis, int position) {
    Optional<int[]> left = of(value, axis);
    if (left.isEmpty()) {
      return position;
    }
    int found = Arrays.binarySearch(left.get(), position);
    return found >= 0 ? found : -found - 1;
  }

  /** The shape that is left of a value. */
  Shape shape(Value value) {
    Shape shape = ties.facts().shape(value).orElseThrow();
    List<Dim> dims = new ArrayList<>(shape.dims());
    for (int axis = 0; axis < dims.size(); axis++) {
      Optional<int[]> left = of(value, axis);
      if (left.isPresent()) {
        dims.set(axis, Dim.of(left.get().length));
      }
    }
    return new Shape(dims);
  }
}
