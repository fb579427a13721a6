package dev.repfuse.prove;

import dev.repfuse.ir.ElementType;
import dev.repfuse.prove.Linear.Term;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Operators that only move, repeat or drop elements, as the specification defines them. */
final class LayoutRules {
  private LayoutRules() {}

  static Linear same(Operation operation) {
    return reshaped(operation, operation.shape(0));
  }

  /** A conversion to a type that holds every number of the one before. */
  static Linear cast(Operation operation) {
    if (operation.operand(0) instanceof Operation.Operand.Dependent dependent
        && !widens(dependent.type(), operation.type())) {
      throw new Unprovable("%s rounds".formatted(operation.node()));
    }
    return same(operation);
  }

  private static boolean widens(ElementType from, ElementType to) {
    return switch (from) {
      case FLOAT16, BFLOAT16 -> to == from || to == ElementType.FLOAT || to == ElementType.DOUBLE;
      case FLOAT -> to == from || to == ElementType.DOUBLE;
      case UNDEFINED -> false;
      default -> to == from;
    };
  }

  private static Linear reshaped(Operation operation, int[] shape) {
    int size = Indexing.size(operation.shape(0));
    if (size != Indexing.size(shape)) {
      throw new Unprovable("%s changes the number of elements".formatted(operation.node()));
    }
    int[] from = new int[size];
    Arrays.setAll(from, i -> i);
    return Linear.selecting(operation, 0, from, shape);
  }

  static Linear reshape(Operation operation) {
    int[] x = operation.shape(0);
    long[] wanted = operation.longs("shape", 1).orElse(new long[0]);
    boolean zeroIsZero = operation.node().intAttribute("allowzero", 0) != 0;
    int[] shape = new int[wanted.length];
    int open = -1;
    int known = 1;
    for (int axis = 0; axis < shape.length; axis++) {
      if (wanted[axis] == -1) {
        open = axis;
        continue;
      }
      boolean copied = wanted[axis] == 0 && !zeroIsZero;
      if (copied && axis >= x.length) {
        throw new Unprovable("%s copies an axis that is not there".formatted(operation.node()));
      }
      shape[axis] = copied ? x[axis] : Math.toIntExact(wanted[axis]);
      known *= shape[axis];
    }
    if (open >= 0) {
      shape[open] = known == 0 ? 0 : Indexing.size(x) / known;
    }
    return reshaped(operation, shape);
  }

  static Linear flatten(Operation operation) {
    int[] x = operation.shape(0);
    long axis = operation.node().intAttribute("axis", 1);
    int split = axis == x.length ? x.length : Indexing.axis(axis, x.length);
    int rows = Indexing.size(Arrays.copyOf(x, split));
    return reshaped(operation, new int[] {rows, Indexing.size(x) / Math.max(1, rows)});
  }

  static Linear squeeze(Operation operation) {
    int[] x = operation.shape(0);
    Optional<long[]> axes = operation.longs("axes", 1);
    boolean[] gone = new boolean[x.length];
    if (axes.isEmpty()) {
      for (int i = 0; i < x.length; i++) {
        gone[i] = x[i] == 1;
      }
    } else {
      for (long axis : axes.get()) {
        gone[Indexing.axis(axis, x.length)] = true;
      }
    }
    return reshaped(
        operation, IntStream.range(0, x.length).filter(i -> !gone[i]).map(i -> x[i]).toArray());
  }

  static Linear unsqueeze(Operation operation) {
    int[] x = operation.shape(0);
    long[] axes = operation.longs("axes", 1).orElse(new long[0]);
    int[] shape = new int[x.length + axes.length];
    Arrays.fill(shape, -1);
    for (long axis : axes) {
      shape[Indexing.axis(axis, shape.length)] = 1;
    }
    int next = 0;
    for (int axis = 0; axis < shape.length; axis++) {
      shape[axis] = shape[axis] == 1 ? 1 : x[next++];
    }
    return reshaped(operation, shape);
  }

  static Linear transpose(Operation operation) {
    int[] x = operation.shape(0);
    int[] order = order(operation.node().intsAttribute("perm"), x.length);
    int[] strides = Indexing.strides(x);
    int[] shape = new int[x.length];
    int[] steps = new int[x.length];
    for (int axis = 0; axis < x.length; axis++) {
      shape[axis] = x[order[axis]];
      steps[axis] = strides[order[axis]];
    }
    return Linear.selecting(operation, 0, Indexing.walk(shape, steps, 0), shape);
  }

  /** The permutation of a Transpose; reversed axes if it is not given. */
  static int[] order(Optional<long[]> given, int rank) {
    int[] order = new int[rank];
    Arrays.setAll(order, i -> given.map(p -> Math.toIntExact(p[i])).orElse(rank - 1 - i));
    return order;
  }

  static Linear expand(Operation operation) {
    int[] x = operation.shape(0);
    int[] shape = Indexing.broadcast(List.of(x, operation.known(1).ints()));
    return Linear.selecting(operation, 0, Indexing.repeated(x, shape), shape);
  }

  static Linear concat(Operation operation) {
    int[] shape = operation.shape(0).clone();
    int axis = Indexing.axis(operation.node().intAttribute("axis", 1), shape.length);
    shape[axis] = 0;
    for (int i = 0; i < operation.count(); i++) {
      int[] part = operation.shape(i).clone();
      shape[axis] += part[axis];
      part[axis] = shape[axis];
      if (!Arrays.equals(part, shape)) {
        throw new Unprovable("the operands of %s do not fit".formatted(operation.node()));
      }
    }
    int[] strides = Indexing.strides(shape);
    Dense constant = Dense.zeros(operation.type(), shape);
    List<Term> terms = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < operation.count(); i++) {
      int[] places = Indexing.walk(operation.shape(i), strides, start * strides[axis]);
      start += operation.shape(i)[axis];
      if (operation.depends(i)) {
        int[] from = new int[Indexing.size(shape)];
        Arrays.fill(from, -1);
        for (int element = 0; element < places.length; element++) {
          from[places[element]] = element;
        }
        terms.add(new Term(i, Matrix.selecting(places.length, from)));
      } else {
        Dense known = operation.known(i);
        for (int element = 0; element < places.length; element++) {
          constant.values()[places[element]] = known.values()[element];
          constant.magnitudes()[places[element]] = known.magnitudes()[element];
        }
      }
    }
    return new Linear(shape, terms, Optional.of(constant));
  }
}
