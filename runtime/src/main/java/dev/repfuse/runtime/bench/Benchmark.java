package dev.repfuse.runtime.bench;

import dev.repfuse.runtime.DataException;
import dev.repfuse.runtime.bench.BenchmarkRequest.What;
import dev.repfuse.runtime.child.Codec;
import dev.repfuse.runtime.child.CrashReport;
import dev.repfuse.runtime.child.TempFolder;
import dev.repfuse.runtime.child.WorkerCommand;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleConsumer;

/** Measures models on this machine, in a process of its own, which a model may crash. */
public final class Benchmark {
  private static final int SECONDS_TO_DIE = 15;

  private Benchmark() {}

  /**
   * Runs models in turn and times them.
   *
   * @param progress is told which share of the time is over
   * @throws DataException if a model cannot be run, or the process died; the message says why
   */
  public static Recording run(
      List<Path> models, BenchmarkOptions options, DoubleConsumer progress) {
    Recording recording = times(models, options, progress);
    List<OptionalLong> peaks = new ArrayList<>();
    for (Path model : models) {
      long bytes =
          answer(
              new BenchmarkRequest(List.of(model), options, What.MEMORY),
              share -> {},
              DataInput::readLong);
      peaks.add(bytes < 0 ? OptionalLong.empty() : OptionalLong.of(bytes));
    }
    return recording.withPeaks(peaks);
  }

  /**
   * The same without what memory the models take.
   *
   * @throws DataException if a model cannot be run, or the process died; the message says why
   */
  public static Recording times(
      List<Path> models, BenchmarkOptions options, DoubleConsumer progress) {
    return answer(
        new BenchmarkRequest(models, options, What.TIMES), progress, RecordingCodec::read);
  }

  /**
   * Where the time of each model goes, node by node, from runs of their own.
   *
   * @throws DataException if a model cannot be run, or the process died; the message says why
   */
  public static List<Profile> layers(
      List<Path> models, BenchmarkOptions options, DoubleConsumer progress) {
    return answer(new BenchmarkRequest(models, options, What.LAYERS), progress, ProfileCodec::read);
  }

  private static <T> T answer(
      BenchmarkRequest request, DoubleConsumer progress, Codec.Reader<T> reader) {
    try {
      Path temp = TempFolder.create();
      Process process = WorkerCommand.of(BenchmarkWorker.class, temp).start();
      Thread end = new Thread(process::destroyForcibly, "benchmark-end");
      Runtime.getRuntime().addShutdownHook(end);
      try {
        return talk(process, temp, request, progress, reader);
      } finally {
        process.destroyForcibly();
        forget(end);
        TempFolder.remove(temp);
      }
    } catch (IOException e) {
      throw new DataException("no process could be started", e);
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyEnding) {
      // the hook runs now, or did
    }
  }

  private static <T> T talk(
      Process process,
      Path temp,
      BenchmarkRequest request,
      DoubleConsumer progress,
      Codec.Reader<T> reader) {
    CompletableFuture<String> heard =
        CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(process.getInputStream()))) {
      DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
      request.write(out);
      out.flush();
      while (true) {
        switch (in.readByte()) {
          case BenchmarkWorker.PROGRESS -> progress.accept(in.readDouble());
          case BenchmarkWorker.RECORDED, BenchmarkWorker.MEMORY, BenchmarkWorker.PROFILED -> {
            return reader.read(in);
          }
          case BenchmarkWorker.FAILED -> throw new DataException(Codec.text(in));
          default -> throw new IOException("an unknown reply");
        }
      }
    } catch (IOException e) {
      throw new DataException(epitaph(process, temp, heard));
    }
  }

  private static String epitaph(Process process, Path temp, CompletableFuture<String> heard) {
    try {
      if (!process.waitFor(SECONDS_TO_DIE, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      List<String> words = heard.completeOnTimeout("", 1, TimeUnit.SECONDS).join().lines().toList();
      return "the benchmark has no result: " + CrashReport.reason(temp, process.waitFor(), words);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "the benchmark was interrupted";
    }
  }

  private static String text(InputStream errors) {
    try (errors) {
      return new String(errors.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
