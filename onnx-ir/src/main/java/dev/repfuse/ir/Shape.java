package dev.repfuse.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** The extents of a tensor's axes, outermost first; the rank is always known. */
public record Shape(List<Dim> dims) {

  public Shape {
    dims = List.copyOf(dims);
  }

  /** A shape of known extents. */
  public static Shape of(long... sizes) {
    List<Dim> dims = new ArrayList<>(sizes.length);
    for (long size : sizes) {
      dims.add(Dim.of(size));
    }
    return new Shape(dims);
  }

  /** A shape of {@code rank} unknown extents. */
  public static Shape unknown(int rank) {
    return new Shape(java.util.Collections.nCopies(rank, Dim.UNKNOWN));
  }

  /**
   * The axis that a number means which counts from the end if it is negative.
   *
   * @param axis from −rank to rank − 1; not checked
   */
  public static int axis(long axis, int rank) {
    return (int) (axis < 0 ? axis + rank : axis);
  }

  public int rank() {
    return dims.size();
  }

  /** The extent of an axis, counted from 0. */
  public Dim dim(int axis) {
    return dims.get(axis);
  }

  /** The extent of an axis as a number, if it is one. */
  public OptionalLong size(int axis) {
    return dims.get(axis) instanceof Dim.Known known
        ? OptionalLong.of(known.size())
        : OptionalLong.empty();
  }

  /** All extents as numbers, if every one is known. */
  public Optional<long[]> sizes() {
    long[] sizes = new long[dims.size()];
    for (int axis = 0; axis < sizes.length; axis++) {
      if (!(dims.get(axis) instanceof Dim.Known known)) {
        return Optional.empty();
      }
      sizes[axis] = known.size();
    }
    return Optional.of(sizes);
  }

  /** The number of elements, if every extent is known and the product fits in 63 bits. */
  public OptionalLong elementCount() {
    long count = 1;
    for (Dim dim : dims) {
      if (!(dim instanceof Dim.Known known)) {
        return OptionalLong.empty();
      }
      long high = Math.multiplyHigh(count, known.size());
      count *= known.size();
      if (high != 0 || count < 0) {
        return OptionalLong.empty();
      }
    }
    return OptionalLong.of(count);
  }

  @Override
  public String toString() {
    return dims.stream().map(Dim::toString).collect(Collectors.joining(",", "[", "]"));
  }
}
