package dev.repfuse.pass.fold;

import dev.repfuse.ir.Workers;
import dev.repfuse.pass.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Lays maps of one source beside each other: the kernel on whose grid the taps of all of them lie,
 * aligned by where they read. All have to have the same stride and give the same positions.
 */
@SuppressWarnings("ArrayRecordComponent")
record Alignment(long[] kernel, long[] dilation, long[] offset) {

  /** Why these maps do not give the same positions, if they do not. */
  static Optional<Expression.Refusal> refusal(List<Geometry> maps) {
    Geometry a = maps.getFirst();
    for (Geometry b : maps) {
      if (!Arrays.equals(a.stride(), b.stride())) {
        return refused(
            Reason.STRIDES_DIFFER,
            Arrays.toString(a.stride()) + " and " + Arrays.toString(b.stride()));
      }
      for (int axis = 0; axis < a.rank(); axis++) {
        boolean known = a.extent()[axis] != Geometry.UNKNOWN;
        if (known ? a.length(axis) != b.length(axis) : a.slack()[axis] != b.slack()[axis]) {
          return refused(Reason.SIZES_DIFFER, "");
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Expression.Refusal> refused(Reason reason, String detail) {
    return Optional.of(new Expression.Refusal(reason, detail));
  }

  static Alignment of(List<Geometry> maps) {
    int rank = maps.getFirst().rank();
    long[] kernel = new long[rank];
    long[] dilation = new long[rank];
    long[] offset = maps.getFirst().offset().clone();
    for (int axis = 0; axis < rank; axis++) {
      long first = maps.getFirst().offset()[axis];
      long last = first;
      long grid = 0;
      for (Geometry map : maps) {
        grid = Grid.gcd(grid, map.kernel()[axis] > 1 ? map.dilation()[axis] : 0);
        grid = Grid.gcd(grid, map.offset()[axis] - first);
        offset[axis] = Math.min(offset[axis], map.offset()[axis]);
        last = Math.max(last, map.offset()[axis] + map.dilation()[axis] * (map.kernel()[axis] - 1));
      }
      dilation[axis] = Grid.common(grid);
      kernel[axis] = (last - offset[axis]) / dilation[axis] + 1;
    }
    return new Alignment(kernel, dilation, offset);
  }

  /** The geometry of all together, like {@code one} but for channels and groups. */
  Geometry geometry(Geometry one, int out, int group) {
    return new Geometry(
        one.in(), out, group, kernel, one.stride(), dilation, offset, one.slack(), one.extent());
  }

  /** Adds {@code sign·part} to the rows of {@code whole}'s numbers from {@code firstRow} on. */
  static void add(
      Affine part, double sign, int firstRow, Geometry whole, double[] kernel, double[] bias) {
    Geometry g = part.geometry();
    long[] start = new long[g.rank()];
    for (int axis = 0; axis < start.length; axis++) {
      start[axis] = g.offset()[axis] - whole.offset()[axis];
    }
    int[] places = Grid.places(g, whole, Geometry.filled(g.rank(), 1), start);
    int taps = whole.taps();
    int perGroup = g.in() / g.group();
    int perWholeGroup = whole.in() / whole.group();
    double[] from = part.weights().kernel();
    double[] addend = part.weights().bias();
    Reads reads = part.reads();
    Workers.each(
        g.out(),
        (double) perGroup * places.length,
        (begin, end) -> {
          for (int o = begin; o < end; o++) {
            int row = firstRow + o;
            for (int channel = reads.first()[o]; channel < reads.end()[o]; channel++) {
              int source = (o * perGroup + channel - g.firstRead(o)) * places.length;
              int target = (row * perWholeGroup + channel - whole.firstRead(row)) * taps;
              for (int tap = 0; tap < places.length; tap++) {
                kernel[target + places[tap]] += sign * from[source + tap];
              }
            }
            bias[row] += sign * addend[o];
          }
        });
  }
}
