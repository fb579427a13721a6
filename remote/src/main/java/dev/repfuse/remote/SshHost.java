package dev.repfuse.remote;

import static dev.repfuse.remote.Commands.quoted;

import dev.repfuse.runtime.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;

/** A host that is reached by SSH. */
final class SshHost implements Host {
  private static final Duration CONNECTING = Duration.ofSeconds(20);
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final int UNANSWERED = 3;
  private static final String BEGINNING = "-- repfuse --";

  private final String name;
  private final SshClient client;
  private final ClientSession session;

  private SshHost(String name, SshClient client, ClientSession session) {
    this.name = name;
    this.client = client;
    this.session = session;
  }

  /**
   * Connects, with what the user's configuration of SSH says of the host.
   *
   * @throws DataException if that fails; the message says why
   */
  static SshHost connect(Address.Ssh address, DeviceSettings settings) {
    return connect(address, settings, AgentSocket.usual());
  }

  /** The same with an agent that listens elsewhere. */
  static SshHost connect(Address.Ssh address, DeviceSettings settings, Optional<Path> agent) {
    Path home = Path.of(System.getProperty("user.home"), ".ssh");
    KnownHosts known = new KnownHosts(settings.knownHosts().orElse(home.resolve("known_hosts")));
    SshClient client = client(settings, known, agent);
    try {
      ClientSession session =
          client
              .connect(
                  address.user().orElse(System.getProperty("user.name")),
                  address.host(),
                  address.port().orElse(0))
              .verify(CONNECTING)
              .getSession();
      session.auth().verify(CONNECTING);
      return new SshHost(settings.name(), client, session);
    } catch (IOException e) {
      client.stop();
      String reason = known.refusal().isEmpty() ? words(e) : known.refusal();
      throw new DataException("%s cannot be reached: %s".formatted(settings.name(), reason), e);
    }
  }

  private static SshClient client(DeviceSettings settings, KnownHosts known, Optional<Path> agent) {
    SshClient client = SshClient.setUpDefaultClient();
    client.setServerKeyVerifier(known);
    client.setFilePasswordProvider(new Passphrase());
    CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, HEARTBEAT);
    CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, UNANSWERED);
    if (settings.key().isPresent()) {
      Path key = settings.key().get();
      if (!Files.isReadable(key)) {
        throw new DataException("%s: the key %s cannot be read".formatted(settings.name(), key));
      }
      FileKeyPairProvider keys = new FileKeyPairProvider(key);
      keys.setPasswordFinder(new Passphrase());
      client.setKeyIdentityProvider(keys);
    } else {
      agent.map(AgentSocket::new).ifPresent(client::setAgentFactory);
    }
    client.start();
    return client;
  }

  private static String words(IOException failure) {
    Throwable deepest = failure;
    Optional<Throwable> cause = Optional.ofNullable(failure.getCause());
    while (cause.isPresent()) {
      deepest = cause.get();
      cause = Optional.ofNullable(deepest.getCause());
    }
    String words = Optional.ofNullable(deepest.getMessage()).orElse(deepest.toString());
    return words.replaceAll("\\s*\\R\\s*", " ").strip();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Process start(String command) throws IOException {
    if (!isConnected()) {
      throw new IOException("the connection was lost");
    }
    ChannelExec channel =
        session.createExecChannel("sh -c " + quoted("echo " + BEGINNING + "\n" + command));
    channel.open().verify(CONNECTING);
    SshProcess process = new SshProcess(channel);
    skipGreeting(process.getInputStream());
    return process;
  }

  /** Passes over what the user's own shell says when it starts. */
  private static void skipGreeting(InputStream printed) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = printed.read(); next >= 0; next = printed.read()) {
      if (next != '\n') {
        line.append((char) next);
      } else if (line.toString().endsWith(BEGINNING)) {
        return;
      } else {
        line.setLength(0);
      }
    }
  }

  @Override
  public boolean isConnected() {
    return session.isOpen();
  }

  @Override
  public void close() {
    session.close(true);
    client.stop();
  }
}
