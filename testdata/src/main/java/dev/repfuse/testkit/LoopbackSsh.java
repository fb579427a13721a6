package dev.repfuse.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.shell.ProcessShellFactory;

/** A server of SSH on loopback with a real shell, and with keys that were made for it alone. */
public final class LoopbackSsh implements AutoCloseable {
  private static final String ED25519 = "ssh-ed25519";
  private static final int BITS = 256;

  private final SshServer server = SshServer.setUpDefaultServer();
  private final KeyPair own;
  private final Path key;
  private final Path knownHosts;

  /**
   * Starts it.
   *
   * @param folder where the user's files are written
   * @param prelude what its shell runs before each command, such as {@code PATH=…;}
   */
  public LoopbackSsh(Path folder, String prelude) {
    key = folder.resolve("id_ed25519");
    knownHosts = folder.resolve("known_hosts");
    try {
      own = KeyUtils.generateKeyPair(ED25519, BITS);
      KeyPair user = KeyUtils.generateKeyPair(ED25519, BITS);
      server.setHost("127.0.0.1");
      server.setKeyPairProvider(KeyPairProvider.wrap(own));
      server.setPublickeyAuthenticator(
          (name, offered, session) -> KeyUtils.compareKeys(offered, user.getPublic()));
      server.setCommandFactory((channel, command) -> {
        String words = prelude + command;
        return new ProcessShellFactory(words, words).createShell(channel);
      });
      server.start();
      writeKey(user, key);
      trust(own, port());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes a private key as {@code ssh-keygen} does, without a passphrase. */
  private static void writeKey(KeyPair pair, Path file)
      throws IOException, GeneralSecurityException {
    try (OutputStream out = Files.newOutputStream(file)) {
      new OpenSSHKeyPairResourceWriter().writePrivateKey(pair, "test", null, out);
    }
  }

  private void trust(KeyPair host, int port) throws IOException {
    Files.writeString(
        knownHosts,
        "[127.0.0.1]:%d %s%n".formatted(port, PublicKeyEntry.toString(host.getPublic())));
  }

  /** Writes the file of known hosts for another port that leads here. */
  public void trustAt(int port) {
    try {
      trust(own, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the file of known hosts as if the server had another key. */
  public void trustAnother() {
    try {
      trust(KeyUtils.generateKeyPair(ED25519, BITS), port());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** On 127.0.0.1. */
  public int port() {
    return server.getPort();
  }

  /** The user's private key. */
  public Path key() {
    return key;
  }

  /** A file that names the server's key. */
  public Path knownHosts() {
    return knownHosts;
  }

  @Override
  public void close() {
    try {
      server.stop(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
