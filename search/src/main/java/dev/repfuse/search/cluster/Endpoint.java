package dev.repfuse.search.cluster;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Where a search listens for workers.
 *
 * @param host a name or an address of this machine
 * @param port from 1 to 65535
 */
public record Endpoint(String host, int port) {
  /** The port where none is given. */
  public static final int PORT = 5701;

  private static final int LAST = 65_535;

  public Endpoint {
    if (host.isBlank() || port < 1 || port > LAST) {
      throw new IllegalArgumentException(
          "'%s:%d' is no host and port, such as 127.0.0.1:5701".formatted(host, port));
    }
  }

  /**
   * Reads {@code host} or {@code host:port}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static Endpoint parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      return new Endpoint(text, PORT);
    }
    try {
      return new Endpoint(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'%s' has no number for a port".formatted(text), e);
    }
  }

  /**
   * The same with the host's address instead of its name.
   *
   * @throws IllegalArgumentException if there is no such host
   */
  Endpoint resolved() {
    try {
      return new Endpoint(InetAddress.getByName(host).getHostAddress(), port);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("there is no host '%s'".formatted(host), e);
    }
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
