package dev.repfuse.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** A way to a port on loopback that can be cut. */
public final class Cable implements AutoCloseable {
  private static final int PIECE = 1 << 13;

  private final ServerSocket entrance;
  private final int exit;
  private final AtomicLong left;
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

  /**
   * Lays it.
   *
   * @param exit the port that it leads to
   * @param bytes after so many towards that port it is cut
   */
  public Cable(int exit, long bytes) {
    this.exit = exit;
    left = new AtomicLong(bytes);
    try {
      entrance = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().name("cable").start(this::accept);
  }

  /** The port at its near end. */
  public int port() {
    return entrance.getLocalPort();
  }

  /** Cuts it, now. */
  public void cut() {
    for (Socket socket : sockets) {
      end(socket);
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket near = entrance.accept();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), exit);
        sockets.add(near);
        sockets.add(far);
        Thread.ofPlatform().daemon().start(() -> carry(near, far, left));
        Thread.ofPlatform().daemon().start(() -> carry(far, near, new AtomicLong(Long.MAX_VALUE)));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void carry(Socket from, Socket to, AtomicLong limit) {
    byte[] piece = new byte[PIECE];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(piece); read > 0; read = in.read(piece)) {
        if (limit.addAndGet(-read) < 0) {
          cut();
          return;
        }
        out.write(piece, 0, read);
      }
    } catch (IOException e) {
      // cut
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    cut();
    try {
      entrance.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
