package dev.repfuse.remote;

import dadb.AdbShellPacket;
import dadb.AdbShellStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A command in a shell of Android's, whose three streams share one connection. */
final class AdbProcess extends Process {
  private static final int STANDARD_INPUT = 0;
  private static final int CLOSE_INPUT = 4;
  private static final int LOST = 255;
  private static final int BUFFER = 1 << 16;

  private final AdbShellStream shell;
  private final PipedInputStream out = new PipedInputStream(BUFFER);
  private final PipedInputStream err = new PipedInputStream(BUFFER);
  private final CompletableFuture<Integer> status = new CompletableFuture<>();
  private final OutputStream in = new Input();

  AdbProcess(AdbShellStream shell) throws IOException {
    this.shell = shell;
    PipedOutputStream toOut = new PipedOutputStream(out);
    PipedOutputStream toErr = new PipedOutputStream(err);
    Thread.ofPlatform().daemon().name("adb-shell").start(() -> sort(toOut, toErr));
  }

  /** Gives each packet to its stream until the command ends. */
  private void sort(PipedOutputStream toOut, PipedOutputStream toErr) {
    int last = LOST;
    try (toOut;
        toErr) {
      boolean ended = false;
      while (!ended) {
        AdbShellPacket packet = shell.read();
        switch (packet) {
          case AdbShellPacket.StdOut text -> send(text.getPayload(), toOut);
          case AdbShellPacket.StdError text -> send(text.getPayload(), toErr);
          default -> {
            last = packet.getPayload()[0] & 0xff;
            ended = true;
          }
        }
      }
    } catch (IOException e) {
      last = LOST;
    }
    status.complete(last);
  }

  private static void send(byte[] bytes, PipedOutputStream to) throws IOException {
    to.write(bytes);
    to.flush();
  }

  /** The command's standard input. */
  private final class Input extends OutputStream {
    private boolean closed;

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      for (int at = from; at < from + length; at += BUFFER) {
        shell.write(
            STANDARD_INPUT, Arrays.copyOfRange(bytes, at, Math.min(at + BUFFER, from + length)));
      }
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        closed = true;
        shell.write(CLOSE_INPUT, new byte[0]);
      }
    }
  }

  @Override
  public OutputStream getOutputStream() {
    return in;
  }

  @Override
  public InputStream getInputStream() {
    return out;
  }

  @Override
  public InputStream getErrorStream() {
    return err;
  }

  @Override
  public int waitFor() throws InterruptedException {
    try {
      return status.get();
    } catch (ExecutionException e) {
      return LOST;
    }
  }

  @Override
  public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
    try {
      status.get(timeout, unit);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true;
    }
  }

  @Override
  public int exitValue() {
    if (!status.isDone()) {
      throw new IllegalThreadStateException("it still runs");
    }
    return status.join();
  }

  /** Hangs up, at which the command's standard input ends. */
  @Override
  public void destroy() {
    shell.close();
    status.complete(LOST);
  }
}
