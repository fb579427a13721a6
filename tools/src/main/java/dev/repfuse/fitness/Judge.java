package dev.repfuse.fitness;

import dev.repfuse.calibrate.Batches;
import dev.repfuse.calibrate.Calibration;
import dev.repfuse.calibrate.OneRun;
import dev.repfuse.ir.Model;
import dev.repfuse.search.Evaluator.Worth;
import dev.repfuse.supernet.Extraction;
import java.util.List;
import java.util.Optional;

/**
 * Tells what architectures of a supernet are worth: the network is taken out, its statistics are
 * taken anew, and it is run on samples with labels.
 *
 * @param calibration what the statistics are taken from; empty to leave them. One batch is much
 *     faster than several
 */
public record Judge(Extraction extraction, Optional<Batches> calibration, Validation validation) {
  /** Candidates are evaluated beside each other; each has a thread. */
  private static final int THREADS = 1;

  /** The network that is judged. */
  public Model network(List<Integer> architecture) {
    Model model = extraction.network(architecture);
    calibration.ifPresent(data -> {
      if (data.count() == 1) {
        OneRun.calibrate(model, data.batch(0), THREADS);
      } else {
        Calibration.calibrate(model, data, (done, all) -> {});
      }
    });
    return model;
  }

  /** What an architecture is worth; the same whenever it is asked, on the same kind of machine. */
  public Worth worth(List<Integer> architecture) {
    long begun = System.nanoTime();
    double value = validation.of(network(architecture), THREADS);
    return new Worth(value, (System.nanoTime() - begun) / 1e9);
  }
}
