package dev.repfuse.ir.infer;

import dev.repfuse.ir.Dim;
import dev.repfuse.ir.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Arithmetic on extents that may be numbers, symbols or unknown. */
final class Extents {
  private Extents() {}

  /** The shape that tensors of both shapes broadcast to, aligned at the last axis. */
  static Shape broadcast(Shape a, Shape b) {
    int rank = Math.max(a.rank(), b.rank());
    List<Dim> dims = new ArrayList<>(rank);
    for (int i = 0; i < rank; i++) {
      int axisA = i - rank + a.rank();
      int axisB = i - rank + b.rank();
      if (axisA < 0) {
        dims.add(b.dim(axisB));
      } else if (axisB < 0) {
        dims.add(a.dim(axisA));
      } else {
        dims.add(broadcast(a.dim(axisA), b.dim(axisB), a, b));
      }
    }
    return new Shape(dims);
  }

  private static Dim broadcast(Dim a, Dim b, Shape wholeA, Shape wholeB) {
    if (a.equals(b) || b.is(1)) {
      return a;
    }
    if (a.is(1)) {
      return b;
    }
    if (a instanceof Dim.Known && b instanceof Dim.Known) {
      throw new IllegalNode("%s and %s do not broadcast".formatted(wholeA, wholeB));
    }
    return a instanceof Dim.Known ? a : b instanceof Dim.Known ? b : Dim.UNKNOWN;
  }

  static Optional<Shape> broadcast(Optional<Shape> a, Optional<Shape> b) {
    return a.isPresent() && b.isPresent()
        ? Optional.of(broadcast(a.get(), b.get()))
        : Optional.empty();
  }

  /** The extent of several axes flattened into one. */
  static Dim product(List<Dim> dims) {
    long size = 1;
    List<Dim> open = new ArrayList<>(1);
    for (Dim dim : dims) {
      if (dim instanceof Dim.Known(long factor)) {
        if (factor == 0) {
          return Dim.of(0);
        }
        if (Math.multiplyHigh(size, factor) != 0 || size * factor < 0) {
          return Dim.UNKNOWN;
        }
        size *= factor;
      } else {
        open.add(dim);
      }
    }
    if (open.isEmpty()) {
      return Dim.of(size);
    }
    return open.size() == 1 && size == 1 ? open.getFirst() : Dim.UNKNOWN;
  }

  /** What two claims of one extent say together. */
  static Dim unify(Dim a, Dim b) {
    if (a instanceof Dim.Known && b instanceof Dim.Known) {
      IllegalNode.unless(a.equals(b), "extents %s and %s have to be equal", a, b);
    }
    return a instanceof Dim.Known || b instanceof Dim.Unknown ? a : b;
  }

  /** Whether the two are surely different. */
  static boolean differ(Dim a, Dim b) {
    return a instanceof Dim.Known && b instanceof Dim.Known && !a.equals(b);
  }

  static Dim times(Dim dim, long factor) {
    return product(List.of(dim, factor < 0 ? Dim.UNKNOWN : Dim.of(factor)));
  }

  /** The sum, if it is a number, or a symbol plus nothing. */
  static Dim plus(Dim a, Dim b) {
    if (a.is(0)) {
      return b;
    }
    if (b.is(0)) {
      return a;
    }
    return a instanceof Dim.Known(long x) && b instanceof Dim.Known(long y) && x + y >= 0
        ? Dim.of(x + y)
        : Dim.UNKNOWN;
  }

  /** {@code dim + more}, unknown when that is not a legal extent. */
  static Dim plus(Dim dim, long more) {
    if (more == 0) {
      return dim;
    }
    if (!(dim instanceof Dim.Known(long size))) {
      return Dim.UNKNOWN;
    }
    long sum = size + more;
    boolean overflow = ((size ^ sum) & (more ^ sum)) < 0;
    return overflow || sum < 0 ? Dim.UNKNOWN : Dim.of(sum);
  }

  static Shape with(Shape shape, int axis, Dim dim) {
    List<Dim> dims = new ArrayList<>(shape.dims());
    dims.set(axis, dim);
    return new Shape(dims);
  }

  static Shape concat(List<Dim> first, List<Dim> second) {
    List<Dim> dims = new ArrayList<>(first);
    dims.addAll(second);
    return new Shape(dims);
  }

  static List<Dim> ones(int count) {
    return Collections.nCopies(count, Dim.of(1));
  }
}
