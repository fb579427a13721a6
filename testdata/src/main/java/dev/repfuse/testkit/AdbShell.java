package dev.repfuse.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.Semaphore;

/** A command in a stream of the Android Debug Bridge: packets of a kind, a length and bytes. */
final class AdbShell {
  private static final byte INPUT = 0;
  private static final byte OUTPUT = 1;
  private static final byte ERRORS = 2;
  private static final byte EXIT = 3;
  private static final byte END_OF_INPUT = 4;
  private static final int HEADER = 5;
  private static final int PIECE = 1 << 14;

  private final Process process;
  private final Sender sender;
  private final Semaphore window = new Semaphore(1);
  private byte[] rest = new byte[0];

  /** Sends data to the other side of the stream. */
  interface Sender {
    void send(byte[] data) throws IOException;
  }

  /** What comes after the last packet. */
  interface Ending {
    void run() throws IOException;
  }

  AdbShell(String command, Sender sender) throws IOException {
    process = new ProcessBuilder("sh", "-c", command).start();
    this.sender = sender;
  }

  /** Begins to send what the command prints, and then its exit status. */
  void start(Ending ending) {
    Thread errors =
        Thread.ofPlatform().daemon().start(() -> pump(process.getErrorStream(), ERRORS));
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          pump(process.getInputStream(), OUTPUT);
          try {
            errors.join();
            packet(EXIT, new byte[] {(byte) process.waitFor()});
            window.acquire();
            ending.run();
          } catch (IOException e) {
            end();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private void pump(InputStream from, byte kind) {
    byte[] piece = new byte[PIECE];
    try (from) {
      for (int read = from.read(piece); read > 0; read = from.read(piece)) {
        packet(kind, Arrays.copyOf(piece, read));
      }
    } catch (IOException e) {
      end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until the last one has been taken. */
  private void packet(byte kind, byte[] data) throws IOException, InterruptedException {
    window.acquire();
    sender.send(
        ByteBuffer.allocate(HEADER + data.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(kind)
            .putInt(data.length)
            .put(data)
            .array());
  }

  /** The other side has taken a message. */
  void release() {
    window.release();
  }

  /** Takes bytes for the command; packets may be spread over messages. */
  void receive(byte[] data) {
    byte[] all = Arrays.copyOf(rest, rest.length + data.length);
    System.arraycopy(data, 0, all, rest.length, data.length);
    ByteBuffer packets = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
    while (packets.remaining() >= HEADER
        && packets.remaining() - HEADER >= packets.getInt(packets.position() + 1)) {
      byte kind = packets.get();
      byte[] payload = new byte[packets.getInt()];
      packets.get(payload);
      feed(kind, payload);
    }
    rest = Arrays.copyOfRange(all, packets.position(), all.length);
  }

  private void feed(byte kind, byte[] payload) {
    try {
      if (kind == INPUT) {
        process.getOutputStream().write(payload);
        process.getOutputStream().flush();
      } else if (kind == END_OF_INPUT) {
        process.getOutputStream().close();
      }
    } catch (IOException e) {
      // the command takes no more
    }
  }

  /** Ends the command's streams, as the daemon does when a stream is closed. */
  void end() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      process.destroy();
    }
  }
}
