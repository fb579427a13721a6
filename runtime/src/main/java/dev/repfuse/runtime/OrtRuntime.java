package dev.repfuse.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** The one ONNX Runtime of this process: silent, without telemetry. */
final class OrtRuntime {
  private static volatile int sharedThreads;

  private OrtRuntime() {}

  /** Made at the first use; a failure to load the native library is reported at every use. */
  private static final class Holder {
    private static final FutureTask<OrtEnvironment> ENVIRONMENT = started();
  }

  private static FutureTask<OrtEnvironment> started() {
    FutureTask<OrtEnvironment> task = new FutureTask<>(OrtRuntime::create);
    task.run();
    return task;
  }

  private static OrtEnvironment create() throws OrtException {
    Telemetry.disable();
    OrtLoggingLevel silent = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL;
    OrtEnvironment environment =
        sharedThreads > 0
            ? withPool(silent, sharedThreads)
            : OrtEnvironment.getEnvironment(silent, "repfuse");
    environment.setTelemetry(false);
    return environment;
  }

  private static OrtEnvironment withPool(OrtLoggingLevel level, int threads) throws OrtException {
    try (OrtEnvironment.ThreadingOptions pool = new OrtEnvironment.ThreadingOptions()) {
      pool.setGlobalIntraOpNumThreads(threads);
      pool.setGlobalInterOpNumThreads(1);
      pool.setGlobalSpinControl(false);
      return OrtEnvironment.getEnvironment(level, "repfuse", pool);
    }
  }

  /**
   * Lets all sessions of this process that {@linkplain #pooled ask for it} share their threads; has
   * to come before anything else here.
   */
  static void shareThreads(int threads) {
    sharedThreads = threads;
  }

  /** Options for a session that takes its threads from the pool of this process. */
  static SessionOptions pooled() throws OrtException {
    SessionOptions options = new SessionOptions();
    options.setOptimizationLevel(Optimization.ALL.ortLevel());
    options.disablePerSessionThreads();
    options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    return options;
  }

  static OrtEnvironment environment() {
    try {
      return Holder.ENVIRONMENT.get();
    } catch (ExecutionException e) {
      throw new OrtFailure(
          "ONNX Runtime cannot be started", Optional.ofNullable(e.getCause()).orElse(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OrtFailure("ONNX Runtime cannot be started", e);
    }
  }

  /** Options for a session of {@code threads} threads that never spin while they wait. */
  static SessionOptions options(Optimization level, int threads) throws OrtException {
    SessionOptions options = new SessionOptions();
    options.setOptimizationLevel(level.ortLevel());
    options.setIntraOpNumThreads(threads);
    options.setInterOpNumThreads(1);
    options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    options.addConfigEntry("session.inter_op.allow_spinning", "0");
    return options;
  }
}
