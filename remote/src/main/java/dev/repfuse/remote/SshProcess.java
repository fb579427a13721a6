package dev.repfuse.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;

/** A command that runs behind a channel of SSH. */
final class SshProcess extends Process {
  private static final Set<ClientChannelEvent> ENDS =
      EnumSet.of(
          ClientChannelEvent.CLOSED,
          ClientChannelEvent.EXIT_STATUS,
          ClientChannelEvent.EXIT_SIGNAL);

  /** As a shell tells them: 128 and the signal's number. */
  private static final Map<String, Integer> SIGNALS =
      Map.of("ABRT", 134, "FPE", 136, "KILL", 137, "SEGV", 139, "TERM", 143);

  private static final int LOST = 255;
  private static final Duration HANGING_UP = Duration.ofSeconds(2);

  private final ChannelExec channel;

  /** Of a channel that is open. */
  SshProcess(ChannelExec channel) {
    this.channel = channel;
  }

  @Override
  public OutputStream getOutputStream() {
    return channel.getInvertedIn();
  }

  @Override
  public InputStream getInputStream() {
    return channel.getInvertedOut();
  }

  @Override
  public InputStream getErrorStream() {
    return channel.getInvertedErr();
  }

  @Override
  public int waitFor() {
    channel.waitFor(ENDS, Duration.ZERO);
    return exitValue();
  }

  @Override
  public boolean waitFor(long timeout, TimeUnit unit) {
    channel.waitFor(ENDS, Duration.ofNanos(Math.max(1, unit.toNanos(timeout))));
    return hasEnded();
  }

  private boolean hasEnded() {
    return channel.isClosed()
        || Optional.ofNullable(channel.getExitStatus()).isPresent()
        || Optional.ofNullable(channel.getExitSignal()).isPresent();
  }

  @Override
  public int exitValue() {
    if (!hasEnded()) {
      throw new IllegalThreadStateException("it still runs");
    }
    return Optional.ofNullable(channel.getExitStatus())
        .or(() ->
            Optional.ofNullable(channel.getExitSignal()).map(s -> SIGNALS.getOrDefault(s, LOST)))
        .orElse(LOST);
  }

  /** Hangs up, at which the command's standard input ends; a host allows only so many channels. */
  @Override
  public void destroy() {
    try {
      if (!channel.close(false).await(HANGING_UP)) {
        channel.close(true);
      }
    } catch (IOException e) {
      channel.close(true);
    }
  }
}
