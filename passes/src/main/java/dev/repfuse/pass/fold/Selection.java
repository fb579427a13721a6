package dev.repfuse.pass.fold;

import java.util.Optional;

/** Rule A7: some channels of an affine value, in any order, are the same rows of its kernel. */
final class Selection {
  private Selection() {}

  /** The value whose channel {@code i} is channel {@code rows[i]} of {@code value}. */
  static Affine of(Affine value, int[] rows) {
    Geometry old = value.geometry();
    if (value.chosen().isPresent()) {
      int[] before = value.chosen().get();
      int[] chosen = new int[rows.length];
      for (int i = 0; i < rows.length; i++) {
        chosen[i] = before[rows[i]];
      }
      return Affine.choosing(old.in(), chosen, old.extent());
    }
    Reads reads = value.reads().rows(rows);
    Geometry selected = old.withOut(rows.length).withGroup(reads.groups(old.in()));
    Affine result =
        new Affine(
            selected, Optional.of(reads), value.isBiased(), () -> weights(value, rows, selected));
    return result
        .with(value.border().map(map -> map.rows(rows, old.out())))
        .withSpread(value.spread().map(known -> known.rows(rows)));
  }

  private static Affine.Weights weights(Affine value, int[] rows, Geometry selected) {
    Geometry old = value.geometry();
    double[] from = value.weights().kernel();
    double[] kernel = new double[Math.toIntExact(selected.weights())];
    double[] bias = new double[rows.length];
    int perGroup = old.in() / old.group();
    int perNewGroup = selected.in() / selected.group();
    Reads reads = value.reads();
    for (int row = 0; row < rows.length; row++) {
      int first = reads.first()[rows[row]];
      int source = rows[row] * perGroup + first - old.firstRead(rows[row]);
      int target = row * perNewGroup + first - selected.firstRead(row);
      int count = reads.end()[rows[row]] - first;
      System.arraycopy(from, source * old.taps(), kernel, target * old.taps(), count * old.taps());
      bias[row] = value.weights().bias()[rows[row]];
    }
    return new Affine.Weights(kernel, bias);
  }
}
