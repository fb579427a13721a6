package dev.repfuse.testkit;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A device of Android's on loopback, as far as shells go: the daemon's side of the protocol of the
 * Android Debug Bridge (AOSP, packages/modules/adb/protocol.txt), with this machine's shell.
 */
public final class LoopbackAdb implements AutoCloseable {
  private static final int CONNECT = 0x4e584e43;
  private static final int OPEN = 0x4e45504f;
  private static final int READY = 0x59414b4f;
  private static final int WRITE = 0x45545257;
  private static final int CLOSE = 0x45534c43;
  private static final int VERSION = 0x01000001;
  private static final int LARGEST = 1 << 18;
  private static final int HEADER = 24;
  private static final String SHELL = "shell,v2,raw:";

  private final ServerSocket entrance;

  /** Starts it. */
  public LoopbackAdb() {
    try {
      entrance = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().name("adbd").start(this::accept);
  }

  /** As an address names it. */
  public String serial() {
    return "127.0.0.1:" + entrance.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = entrance.accept();
        Thread.ofPlatform().daemon().name("adbd-connection").start(() -> serve(socket));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private static void serve(Socket socket) {
    Connection connection = new Connection();
    try (socket) {
      connection.serve(new DataInputStream(socket.getInputStream()), socket.getOutputStream());
    } catch (IOException e) {
      // the other side hung up
    }
    connection.shells.values().forEach(AdbShell::end);
  }

  @Override
  public void close() {
    try {
      entrance.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One connection and the streams in it. */
  private static final class Connection {
    private final Map<Integer, AdbShell> shells = new ConcurrentHashMap<>();
    private Optional<OutputStream> out = Optional.empty();

    void serve(DataInputStream in, OutputStream to) throws IOException {
      out = Optional.of(to);
      while (true) {
        ByteBuffer header = ByteBuffer.wrap(in.readNBytes(HEADER)).order(ByteOrder.LITTLE_ENDIAN);
        if (header.limit() < HEADER) {
          throw new EOFException();
        }
        int command = header.getInt();
        int theirs = header.getInt();
        int ours = header.getInt();
        byte[] data = in.readNBytes(header.getInt());
        switch (command) {
          case CONNECT -> send(CONNECT, VERSION, LARGEST, text("device::features=shell_v2,cmd"));
          case OPEN -> open(theirs, new String(data, StandardCharsets.UTF_8).replace("\0", ""));
          case WRITE -> {
            send(READY, ours, theirs, new byte[0]);
            Optional.ofNullable(shells.get(ours)).ifPresent(shell -> shell.receive(data));
          }
          case READY -> Optional.ofNullable(shells.get(ours)).ifPresent(AdbShell::release);
          case CLOSE -> Optional.ofNullable(shells.remove(ours)).ifPresent(AdbShell::end);
          default -> throw new IOException("command " + Integer.toHexString(command));
        }
      }
    }

    private void open(int theirs, String service) throws IOException {
      if (!service.startsWith(SHELL)) {
        send(CLOSE, 0, theirs, new byte[0]);
        return;
      }
      AdbShell shell =
          new AdbShell(
              service.substring(SHELL.length()), data -> send(WRITE, theirs, theirs, data));
      shells.put(theirs, shell);
      send(READY, theirs, theirs, new byte[0]);
      shell.start(() -> send(CLOSE, theirs, theirs, new byte[0]));
    }

    private static byte[] text(String words) {
      return words.getBytes(StandardCharsets.UTF_8);
    }

    private synchronized void send(int command, int first, int second, byte[] data)
        throws IOException {
      int sum = 0;
      for (byte value : data) {
        sum += value & 0xff;
      }
      ByteBuffer message =
          ByteBuffer.allocate(HEADER + data.length)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt(command)
              .putInt(first)
              .putInt(second)
              .putInt(data.length)
              .putInt(sum)
              .putInt(~command)
              .put(data);
      OutputStream to = out.orElseThrow();
      to.write(message.array());
      to.flush();
    }
  }
}
