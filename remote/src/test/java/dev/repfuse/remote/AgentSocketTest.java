package dev.repfuse.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.repfuse.testkit.LoopbackSsh;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key that only a real agent of SSH holds. */
class AgentSocketTest {
  private static final Path AGENT = Path.of("/usr/bin/ssh-agent");

  @TempDir private Path folder;

  @Test
  void signsWithAKeyOfTheAgent() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(AGENT), "needs OpenSSH's agent");
    Path socket = folder.resolve("agent");
    Process agent = new ProcessBuilder(AGENT.toString(), "-D", "-a", socket.toString()).start();
    try (LoopbackSsh server = new LoopbackSsh(folder, "")) {
      for (int i = 0; i < 100 && !Files.exists(socket); i++) {
        Thread.sleep(50);
      }
      add(server.key(), socket);
      Files.delete(server.key());

      DeviceSettings settings =
          new DeviceSettings(
              "board",
              new Address.Ssh(Optional.of("pi"), "127.0.0.1", OptionalInt.of(server.port())),
              Optional.empty(),
              Optional.empty(),
              Optional.of(server.knownHosts()),
              Optional.empty(),
              Optional.empty(),
              Optional.empty());
      Address.Ssh address = (Address.Ssh) settings.address();
      try (Host host = SshHost.connect(address, settings, Optional.of(socket))) {
        assertEquals("here\n", new Commands(host).output("echo here"));
      }
    } finally {
      agent.destroy();
    }
  }

  private static void add(Path key, Path socket) throws IOException, InterruptedException {
    Files.setPosixFilePermissions(
        key, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    ProcessBuilder add = new ProcessBuilder("ssh-add", "-q", key.toString()).inheritIO();
    add.environment().put("SSH_AUTH_SOCK", socket.toString());
    assertEquals(0, add.start().waitFor());
  }
}
