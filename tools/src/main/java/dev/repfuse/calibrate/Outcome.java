package dev.repfuse.calibrate;

import java.util.List;

/**
 * What came out of a calibration.
 *
 * @param layers how many folded layers were calibrated
 * @param norms how many BatchNormalizations
 * @param left BatchNormalizations, and layers into which some were folded, that stayed as they were
 */
public record Outcome(int layers, int norms, List<Left> left) {
  public Outcome {
    left = List.copyOf(left);
  }
}
