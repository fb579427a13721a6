package dev.repfuse.recover;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Ridge regression of residuals on features, from the normal equations: the change of weights W
 * that makes |R - X W|² + λ |W|² least, which is (XᵀX + λ I)⁻¹ XᵀR. Without data nothing changes.
 */
final class LeastSquares {
  private static final int BLOCK = 256;

  /** λ as a part of the mean of XᵀX's diagonal. */
  private static final double RIDGE = 1e-3;

  private final DMatrixRMaj gram;
  private final DMatrixRMaj moment;
  private final DMatrixRMaj features;
  private final DMatrixRMaj residuals;
  private int pending;
  private double error;
  private double scale;

  LeastSquares(int features, int outputs) {
    this.gram = new DMatrixRMaj(features, features);
    this.moment = new DMatrixRMaj(features, outputs);
    this.features = new DMatrixRMaj(BLOCK, features);
    this.residuals = new DMatrixRMaj(BLOCK, outputs);
  }

  /**
   * Adds an observation.
   *
   * @param row the features
   * @param residual what is wanted less what is computed
   * @param wanted sum of squares of what is wanted
   */
  void add(double[] row, double[] residual, double wanted) {
    System.arraycopy(row, 0, features.data, pending * row.length, row.length);
    System.arraycopy(residual, 0, residuals.data, pending * residual.length, residual.length);
    for (double each : residual) {
      error += each * each;
    }
    scale += wanted;
    if (++pending == BLOCK) {
      flush();
    }
  }

  private void flush() {
    features.reshape(pending, gram.numCols, true);
    residuals.reshape(pending, moment.numCols, true);
    CommonOps_DDRM.multAddTransA(features, features, gram);
    CommonOps_DDRM.multAddTransA(features, residuals, moment);
    features.reshape(BLOCK, gram.numCols, true);
    residuals.reshape(BLOCK, moment.numCols, true);
    pending = 0;
  }

  /**
   * What came out.
   *
   * @param change of the weights, features by outputs; all zero if the equations cannot be solved
   * @param before sum of squares of the residuals
   * @param after the same with the change
   * @param scale sum of squares of what is wanted
   */
  record Solution(DMatrixRMaj change, double before, double after, double scale) {}

  Solution solve() {
    flush();
    double ridge = RIDGE * CommonOps_DDRM.trace(gram) / gram.numRows;
    DMatrixRMaj regular = gram.copy();
    for (int i = 0; i < regular.numRows; i++) {
      regular.add(i, i, ridge);
    }
    DMatrixRMaj change = new DMatrixRMaj(moment.numRows, moment.numCols);
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(regular.numRows);
    if (!(ridge > 0) || !solver.setA(regular)) {
      return new Solution(change, error, error, scale);
    }
    solver.solve(moment, change);
    DMatrixRMaj product = new DMatrixRMaj(moment.numRows, moment.numCols);
    CommonOps_DDRM.mult(gram, change, product);
    double after = error - 2 * sumOfProducts(change, moment) + sumOfProducts(change, product);
    return new Solution(change, error, Math.max(0, after), scale);
  }

  private static double sumOfProducts(DMatrixRMaj a, DMatrixRMaj b) {
    double sum = 0;
    for (int i = 0; i < a.getNumElements(); i++) {
      sum += a.data[i] * b.data[i];
    }
    return sum;
  }
}
