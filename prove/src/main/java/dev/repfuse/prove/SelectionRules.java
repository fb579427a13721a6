package dev.repfuse.prove;

import dev.repfuse.prove.Linear.Term;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Operators that pick elements by index or frame them, as the specification defines them. */
final class SelectionRules {
  private SelectionRules() {}

  static Linear split(Operation operation) {
    int[] x = operation.shape(0);
    int axis = Indexing.axis(operation.node().intAttribute("axis", 0), x.length);
    int parts = operation.node().outputs().size();
    int[] sizes =
        operation
            .longs("split", 1)
            .map(list -> Arrays.stream(list).mapToInt(Math::toIntExact).toArray())
            .orElseGet(() -> chunks(x[axis], parts));
    int start = 0;
    for (int i = 0; i < operation.output(); i++) {
      start += sizes[i];
    }
    int[] shape = x.clone();
    shape[axis] = sizes[operation.output()];
    int[] strides = Indexing.strides(x);
    int[] from = Indexing.walk(shape, strides, start * strides[axis]);
    return Linear.selecting(operation, 0, from, shape);
  }

  /** Equal parts; the last is smaller where the extent does not divide. */
  private static int[] chunks(int extent, int parts) {
    int size = Math.ceilDiv(extent, parts);
    int[] sizes = new int[parts];
    Arrays.fill(sizes, size);
    sizes[parts - 1] = extent - size * (parts - 1);
    return sizes;
  }

  static Linear slice(Operation operation) {
    int[] x = operation.shape(0);
    int[] strides = Indexing.strides(x);
    int[] shape = x.clone();
    int[] steps = strides.clone();
    int start = 0;
    for (Cut cut : cuts(operation)) {
      int axis = Indexing.axis(cut.axis, x.length);
      long extent = x[axis];
      long low = cut.step > 0 ? 0 : -1;
      long high = cut.step > 0 ? extent : extent - 1;
      long from = Math.clamp(cut.start < 0 ? cut.start + extent : cut.start, 0, high);
      long to = Math.clamp(cut.end < 0 ? cut.end + extent : cut.end, low, extent);
      shape[axis] = Math.toIntExact(Math.max(0, Math.ceilDiv(to - from, cut.step)));
      steps[axis] = Math.toIntExact(strides[axis] * cut.step);
      start += Math.toIntExact(from * strides[axis]);
    }
    return Linear.selecting(operation, 0, Indexing.walk(shape, steps, start), shape);
  }

  /** What a Slice takes of one axis. */
  record Cut(long axis, long start, long end, long step) {}

  static List<Cut> cuts(Operation operation) {
    long[] starts = operation.longs("starts", 1).orElseThrow(() -> missing(operation));
    long[] ends = operation.longs("ends", 2).orElseThrow(() -> missing(operation));
    Optional<long[]> axes = operation.longs("axes", 3);
    Optional<long[]> steps = operation.longs("steps", 4);
    List<Cut> cuts = new ArrayList<>();
    for (int i = 0; i < starts.length; i++) {
      long axis = axes.isPresent() ? axes.get()[i] : i;
      long step = steps.isPresent() ? steps.get()[i] : 1;
      cuts.add(new Cut(axis, starts[i], ends[i], step));
    }
    return cuts;
  }

  private static Unprovable missing(Operation operation) {
    return new Unprovable("%s lacks an operand".formatted(operation.node()));
  }

  static Linear pad(Operation operation) {
    if (!operation.node().stringAttribute("mode", "constant").equals("constant")) {
      throw new Unprovable("%s repeats the border".formatted(operation.node()));
    }
    int[] x = operation.shape(0);
    int[] pads = pads(operation, x.length);
    double value =
        operation.opset() >= 11
            ? operation.optional(2).map(fill -> fill.values()[0]).orElse(0.0)
            : operation.node().floatAttribute("value", 0);
    int[] shape = new int[x.length];
    for (int axis = 0; axis < x.length; axis++) {
      shape[axis] = Math.max(0, x[axis] + pads[axis] + pads[x.length + axis]);
    }
    int[] from = new int[Indexing.size(shape)];
    int[] strides = Indexing.strides(x);
    Dense constant = Dense.zeros(operation.type(), shape);
    for (int to = 0; to < from.length; to++) {
      int[] position = Indexing.position(to, shape);
      int place = 0;
      boolean inside = true;
      for (int axis = 0; axis < x.length; axis++) {
        int at = position[axis] - pads[axis];
        inside &= at >= 0 && at < x[axis];
        place += at * strides[axis];
      }
      from[to] = inside ? place : -1;
      constant.values()[to] = inside ? 0 : value;
      constant.magnitudes()[to] = inside ? 0 : Math.abs(value);
    }
    Matrix step = Matrix.selecting(Indexing.size(x), from);
    return Linear.of(shape, 0, step, constant);
  }

  /** What is added before each axis, then what is added behind each. */
  static int[] pads(Operation operation, int rank) {
    String attribute = operation.opset() < 2 ? "paddings" : "pads";
    long[] given = operation.longs(attribute, 1).orElseThrow(() -> missing(operation));
    long[] axes =
        operation
            .optional(3)
            .map(Dense::longs)
            .orElseGet(() -> LongStream.range(0, rank).toArray());
    int[] pads = new int[2 * rank];
    for (int i = 0; i < axes.length; i++) {
      int axis = Indexing.axis(axes[i], rank);
      pads[axis] = Math.toIntExact(given[i]);
      pads[rank + axis] = Math.toIntExact(given[axes.length + i]);
    }
    return pads;
  }

  static Linear gather(Operation operation) {
    int[] x = operation.shape(0);
    int axis = Indexing.axis(operation.node().intAttribute("axis", 0), x.length);
    Dense indices = operation.known(1);
    int[] picked = indices.shape();
    int[] shape = new int[x.length - 1 + picked.length];
    System.arraycopy(x, 0, shape, 0, axis);
    System.arraycopy(picked, 0, shape, axis, picked.length);
    System.arraycopy(x, axis + 1, shape, axis + picked.length, x.length - axis - 1);
    int inner = Indexing.strides(x)[axis];
    int[] at = indices.ints();
    int[] from = new int[Indexing.size(shape)];
    for (int to = 0; to < from.length; to++) {
      int outer = to / inner / at.length;
      int index = Indexing.axis(at[to / inner % at.length], x[axis]);
      from[to] = (outer * x[axis] + index) * inner + to % inner;
    }
    return Linear.selecting(operation, 0, from, shape);
  }

  /** The data, with the slices at the indices replaced one after the other. */
  static Linear scatterNd(Operation operation) {
    if (!operation.node().stringAttribute("reduction", "none").equals("none")) {
      throw new Unprovable("%s adds up".formatted(operation.node()));
    }
    int[] x = operation.shape(0);
    Dense indices = operation.known(1);
    int depth = indices.shape()[indices.shape().length - 1];
    int slice = Indexing.size(Arrays.copyOfRange(x, depth, x.length));
    int[] strides = Indexing.strides(x);
    int[] update = new int[Indexing.size(x)];
    Arrays.fill(update, -1);
    int[] at = indices.ints();
    for (int i = 0; i < at.length / depth; i++) {
      int place = 0;
      for (int axis = 0; axis < depth; axis++) {
        place += Indexing.axis(at[i * depth + axis], x[axis]) * strides[axis];
      }
      for (int element = 0; element < slice; element++) {
        update[place + element] = i * slice + element;
      }
    }
    return scattered(operation, x, update);
  }

  /** The operands 0 (where {@code update} is negative) and 2 in one value. */
  private static Linear scattered(Operation operation, int[] shape, int[] update) {
    int[] kept = new int[update.length];
    Arrays.setAll(kept, i -> update[i] < 0 ? i : -1);
    Dense constant = Dense.zeros(operation.type(), shape);
    List<Term> terms = new ArrayList<>();
    for (int operand : new int[] {0, 2}) {
      int[] from = operand == 0 ? kept : update;
      if (operation.depends(operand)) {
        int size = Indexing.size(operation.shape(operand));
        terms.add(new Term(operand, Matrix.selecting(size, from)));
        continue;
      }
      Dense known = operation.known(operand);
      for (int i = 0; i < from.length; i++) {
        if (from[i] >= 0) {
          constant.values()[i] = known.values()[from[i]];
          constant.magnitudes()[i] = known.magnitudes()[from[i]];
        }
      }
    }
    return new Linear(shape, terms, Optional.of(constant));
  }
}
