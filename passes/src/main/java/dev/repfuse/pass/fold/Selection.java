package dev.repfuse.pass.fold;

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
    int perOldGroup = old.in() / old.group();
    int[] first = new int[rows.length];
    int[] end = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      first[i] = old.firstRead(rows[i]);
      end[i] = first[i] + perOldGroup;
    }
    Geometry selected =
        old.withOut(rows.length).withGroup(Grouping.largest(old.in(), first, end));
    return new Affine(selected, value.isBiased(), () -> weights(value, rows, selected));
  }

  private static Affine.Weights weights(Affine value, int[] rows, Geometry selected) {
    Geometry old = value.geometry();
    double[] from = value.weights().kernel();
    double[] kernel = new double[Math.toIntExact(selected.weights())];
    double[] bias = new double[rows.length];
    int length = old.in() / old.group() * old.taps();
    int newLength = selected.in() / selected.group() * selected.taps();
    for (int row = 0; row < rows.length; row++) {
      int shift = (old.firstRead(rows[row]) - selected.firstRead(row)) * old.taps();
      System.arraycopy(from, rows[row] * length, kernel, row * newLength + shift, length);
      bias[row] = value.weights().bias()[rows[row]];
    }
    return new Affine.Weights(kernel, bias);
  }
}
