package dev.repfuse.remote;

import java.io.Console;
import java.io.IOException;
import java.util.Optional;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.session.SessionContext;

/** Asks on the terminal for what a private key is locked with; there is no other way to say it. */
final class Passphrase implements FilePasswordProvider {
  @Override
  public String getPassword(SessionContext session, NamedResource key, int attempt)
      throws IOException {
    Optional<Console> console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
    if (console.isEmpty()) {
      throw new IOException(
          key.getName()
              + " is locked with a passphrase, and there is no terminal to ask on:"
              + " add it to the agent");
    }
    return Optional.ofNullable(console.get().readPassword("Passphrase of %s: ", key.getName()))
        .map(String::new)
        .orElseThrow(() -> new IOException("no passphrase was given"));
  }
}
