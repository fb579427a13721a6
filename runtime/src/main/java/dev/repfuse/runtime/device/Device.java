package dev.repfuse.runtime.device;

import dev.repfuse.runtime.DataException;
import java.nio.file.Path;

/** A machine on which models run, in processes of their own. */
public interface Device extends AutoCloseable {
  /** What stands before a count of instructions. */
  String COUNTED = "instructions: ";

  /** What the user calls it. */
  String name();

  /** Whether its processor is emulated, so that its times mean nothing. */
  boolean isEmulated();

  /**
   * Brings a model there, with the files of external data that it names, or a file of input data.
   *
   * @return where it lies there
   * @throws DataException if that cannot be done; the message names the device and the cause
   */
  Path bring(Path file);

  /**
   * Starts a worker there.
   *
   * @param worker the class whose {@code main} it runs
   * @throws DataException if that cannot be done; the message names the device and the cause
   */
  RunningWorker start(Class<?> worker);

  /**
   * Starts a worker whose last words tell how many instructions it executed, after {@link
   * #COUNTED}.
   *
   * @throws DataException if this device cannot count
   */
  default RunningWorker startCounting(Class<?> worker) {
    throw new DataException(name() + " counts no instructions");
  }

  /** Ends what runs there and removes what was brought. */
  @Override
  void close();
}
