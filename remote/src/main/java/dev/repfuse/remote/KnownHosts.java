package dev.repfuse.remote;

import java.net.SocketAddress;
import java.nio.file.Path;
import java.security.PublicKey;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.client.keyverifier.KnownHostsServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;

/** Accepts hosts whose keys the user has, and remembers why it did not accept one. */
final class KnownHosts extends KnownHostsServerKeyVerifier {
  private final Path file;
  private volatile String refusal = "";

  KnownHosts(Path file) {
    super((session, address, key) -> false, file);
    this.file = file;
  }

  /** Why a host was not accepted; empty if none was refused. */
  String refusal() {
    return refusal;
  }

  @Override
  protected boolean acceptUnknownHostKey(
      ClientSession session, SocketAddress address, PublicKey key) {
    refusal =
        "its key (%s %s) is not in %s: connect once with ssh, or add it there"
            .formatted(KeyUtils.getKeyType(key), KeyUtils.getFingerPrint(key), file);
    return false;
  }

  @Override
  public boolean acceptModifiedServerKey(
      ClientSession session,
      SocketAddress address,
      KnownHostEntry entry,
      PublicKey expected,
      PublicKey actual) {
    refusal =
        "its key (%s %s) is not the one in %s: somebody may be in between"
            .formatted(KeyUtils.getKeyType(actual), KeyUtils.getFingerPrint(actual), file);
    return false;
  }
}
