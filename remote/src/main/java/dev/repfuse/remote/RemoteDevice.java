package dev.repfuse.remote;

import static dev.repfuse.remote.Commands.quoted;

import dev.repfuse.runtime.DataException;
import dev.repfuse.runtime.Telemetry;
import dev.repfuse.runtime.child.CrashReport;
import dev.repfuse.runtime.child.WorkerCommand;
import dev.repfuse.runtime.device.Device;
import dev.repfuse.runtime.device.RunningWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A machine to which a runner was brought, in a folder that goes when the connection does. */
final class RemoteDevice implements Device {
  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;

  private final Host host;
  private final GuardedFolder folder;
  private final Installation runner;
  private final Optional<Emulator> emulator;
  private final Thread hook = new Thread(this::remove, "device-end");
  private int brought;
  private int workers;

  RemoteDevice(Host host, GuardedFolder folder, Installation runner, Optional<Emulator> emulator) {
    this.host = host;
    this.folder = folder;
    this.runner = runner;
    this.emulator = emulator;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public String name() {
    return host.name();
  }

  @Override
  public boolean isEmulated() {
    return emulator.isPresent();
  }

  @Override
  public synchronized Path bring(Path file) {
    brought++;
    String name = "files/" + brought;
    Map<String, Path> parts = ModelFiles.of(file);
    folder.requireSpace(ModelFiles.bytes(parts), file.getFileName().toString());
    parts.forEach((part, from) -> folder.put(from, name + "/" + part, false));
    return Path.of(folder.path() + "/" + name + "/" + file.getFileName());
  }

  @Override
  public RunningWorker start(Class<?> worker) {
    return start(worker, emulator.map(Emulator::prefix).orElse(List.of()));
  }

  @Override
  public RunningWorker startCounting(Class<?> worker) {
    return start(
        worker,
        emulator
            .map(Emulator::countingPrefix)
            .orElseThrow(() -> new DataException(name() + " does not count; qemu://aarch64 does")));
  }

  private synchronized RunningWorker start(Class<?> worker, List<String> prefix) {
    workers++;
    String temp = folder.path() + "/repfuse-child-" + workers;
    List<String> java =
        WorkerCommand.arguments(
            runner.java(), Path.of(temp), runner.libraries(), runner.classPath(), worker);
    String command =
        Stream.concat(prefix.stream(), java.stream())
            .map(Commands::quoted)
            .collect(Collectors.joining(" "));
    try {
      Process process =
          host.start(
              "mkdir -p %s && cd %1$s && exec env %s=1 %s"
                  .formatted(quoted(temp), Telemetry.VARIABLE, command));
      return new RunningWorker(
          process,
          (status, lastWords) -> reason(temp, status, lastWords),
          () -> folder.glance("rm -rf " + quoted(temp)));
    } catch (IOException e) {
      throw new DataException("%s: %s".formatted(name(), e.getMessage()), e);
    }
  }

  private String reason(String temp, int status, List<String> lastWords) {
    if (!host.isConnected()) {
      return "the connection to %s was lost".formatted(name());
    }
    String said = lastWords.isEmpty() ? "" : " (" + lastWords.getLast().strip() + ")";
    if (status == NOT_FOUND || status == NOT_EXECUTABLE) {
      return ("%s cannot run the Java that was brought there: its C library may be another, or its"
              + " folder may forbid programs%s")
          .formatted(name(), said);
    }
    String report = folder.glance("cat " + quoted(CrashReport.file(Path.of(temp)).toString()));
    return "on %s, %s"
        .formatted(
            name(),
            CrashReport.reason(
                Optional.of(report).filter(text -> !text.isEmpty()), status, lastWords));
  }

  private void remove() {
    folder.close();
    host.close();
  }

  @Override
  public void close() {
    remove();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyEnding) {
      // The hook runs now, or did.
    }
  }
}
