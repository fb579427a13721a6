package dev.repfuse.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.repfuse.runtime.DataException;
import dev.repfuse.runtime.bench.Benchmark;
import dev.repfuse.runtime.device.Device;
import dev.repfuse.testkit.Cable;
import dev.repfuse.testkit.LoopbackSsh;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong behind a real server of SSH is told in a line, and nothing stays there. */
@Tag("device")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the server needs a POSIX shell")
class SshFaultsTest {
  private static final long NEVER = Long.MAX_VALUE;

  @TempDir private Path folder;
  private Bench bench;
  private LoopbackSsh server;

  @BeforeEach
  void start() {
    bench = new Bench(folder);
    server = new LoopbackSsh(folder, "");
  }

  @AfterEach
  void nothingIsLeftBehind() {
    assertEquals(List.of(), bench.leftBehind());
    server.close();
  }

  private DeviceSettings board() {
    return bench.device(server);
  }

  private Device open(DeviceSettings settings) {
    return Devices.open(settings, share -> {});
  }

  private static String refusal(Runnable attempt) {
    String message = String.valueOf(assertThrows(DataException.class, attempt::run).getMessage());
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  @Test
  void aShellMayGreet() throws IOException {
    try (LoopbackSsh talkative = new LoopbackSsh(folder, "echo Welcome; printf to;");
        Host host = SshHost.connect(address(talkative), bench.device(talkative))) {
      assertEquals("here\n", new Commands(host).output("echo here"));
    }
  }

  private Address.Ssh address(LoopbackSsh to) {
    return (Address.Ssh) bench.device(to).address();
  }

  @Test
  void aKilledRunnerIsTold() {
    Path model = bench.convolution("a.onnx");
    try (Device device = open(board())) {
      Thread killer = Thread.ofPlatform().start(this::killWorker);
      String message =
          refusal(() ->
              Benchmark.of(device, List.of(model), Bench.SHORT.withSeconds(60)).times(share -> {}));
      assertTrue(message.contains("on board, the process was killed"), message);
      assertTrue(!killer.isAlive());
    }
  }

  /** Waits until a worker of this test runs, and kills it. */
  private void killWorker() {
    Optional<ProcessHandle> worker = Optional.empty();
    while (worker.isEmpty()) {
      try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
        worker =
            all.filter(
                    process -> process.info().commandLine().orElse("").contains("BenchmarkWorker"))
                .filter(process ->
                    process.info().commandLine().orElse("").contains(bench.target().toString()))
                .findFirst();
      }
    }
    worker.get().destroyForcibly();
  }

  @Test
  void aCableThatIsCutWhileTheRunnerIsBroughtIsTold() {
    try (Cable cable = new Cable(server.port(), 8 << 20)) {
      String message = refusal(() -> open(bench.device(server, cable)).close());
      assertTrue(message.startsWith("board: "), message);
      assertTrue(message.endsWith("cannot be brought there: the connection was lost"), message);
    }
  }

  @Test
  void aCableThatIsCutWhileItMeasuresIsTold() {
    try (Cable cable = new Cable(server.port(), NEVER)) {
      try (Device device = open(bench.device(server, cable))) {
        Path model = bench.convolution("a.onnx");
        String message =
            refusal(() ->
                Benchmark.of(device, List.of(model), Bench.SHORT.withSeconds(60))
                    .times(share -> cable.cut()));
        assertTrue(message.endsWith("the connection to board was lost"), message);
      }
    }
  }

  @Test
  void aFullDiskIsTold() throws IOException, InterruptedException {
    Path disk = Files.createDirectories(bench.target());
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()) == 0,
        "a small file system cannot be mounted here");
    try {
      String tooSmall = refusal(() -> open(board()).close());
      assertTrue(tooSmall.contains("board: the runner needs "), tooSmall);
      assertTrue(tooSmall.contains(disk + " has 1 MiB free: name another folder"), tooSmall);

      Path large = Files.write(folder.resolve("large"), new byte[2 << 20]);
      try (Host host = SshHost.connect(address(server), board());
          GuardedFolder guarded = new GuardedFolder(host, disk.toString())) {
        String full = refusal(() -> guarded.put(large, "large", false));
        String told = "board: large cannot be brought there, for there is no space left: ";
        assertTrue(full.startsWith(told), full);
      }
      assertEquals(List.of(), bench.leftBehind());
    } finally {
      run("umount", disk.toString());
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
  }

  @Test
  void aHostWithAnotherKeyIsRefused() throws IOException {
    server.trustAnother();
    String message = refusal(() -> open(board()).close());
    assertTrue(
        message.startsWith("board cannot be reached: its key (ssh-ed25519 SHA256:"), message);
    assertTrue(message.contains("is not the one in " + server.knownHosts()), message);

    Files.writeString(server.knownHosts(), "");
    String unknown = refusal(() -> open(board()).close());
    assertTrue(unknown.contains("is not in " + server.knownHosts()), unknown);
  }

  @Test
  void aUserWithoutKeyIsRefused() throws IOException {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    try (LoopbackSsh stranger = new LoopbackSsh(elsewhere, "")) {
      DeviceSettings settings =
          bench.device(server.port(), stranger.key(), server.knownHosts(), Optional.empty());
      String message = refusal(() -> open(settings).close());
      assertTrue(message.startsWith("board cannot be reached: "), message);
      assertTrue(message.contains("authentication"), message);
    }
  }

  @Test
  void aMachineOfAnotherKindIsRefused() {
    try (LoopbackSsh other = new LoopbackSsh(folder, fake("uname", "echo riscv64"))) {
      String message = refusal(() -> open(bench.device(other)).close());
      assertTrue(message.startsWith("board is a machine of another kind"), message);
    }
  }

  @Test
  void aJavaForAnotherMachineIsRefused() {
    String uname = "[ \"$1\" = -m ] && echo aarch64 || echo Linux";
    try (LoopbackSsh other = new LoopbackSsh(folder, fake("uname", uname))) {
      DeviceSettings arm = bench.device(other);
      String wrong = refusal(() -> open(arm).close());
      assertTrue(wrong.contains("is no Java for linux-aarch64 but for linux-x64"), wrong);

      fake("java", "echo 'openjdk version \"17.0.2\"'");
      String old =
          refusal(() ->
              open(bench.device(other.port(), other.key(), other.knownHosts(), Optional.empty()))
                  .close());
      assertEquals(
          "board has no Java 25 (it has 17), and none for linux-aarch64 was given: name one with"
              + " --java",
          old);
    }
  }

  /** Puts a program before those of the system; gives what tells a shell so. */
  private String fake(String name, String script) {
    try {
      Path programs = Files.createDirectories(folder.resolve("programs"));
      Path program = programs.resolve(name);
      Files.writeString(program, "#!/bin/sh\n" + script + "\n");
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
      return "PATH=%s:$PATH;".formatted(programs);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
