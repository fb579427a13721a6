package dev.repfuse.remote;

import dadb.AdbException;
import dadb.AdbKeyPair;
import dadb.Dadb;
import dadb.adbserver.AdbServer;
import dev.repfuse.runtime.DataException;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A device of Android's, reached by the Android Debug Bridge. */
final class AdbHost implements Host {
  private static final Pattern NETWORK = Pattern.compile("([^:]+):(\\d{1,5})");
  private static final int MILLISECONDS = 20_000;
  private static final String SERVER = "localhost";
  private static final int SERVER_PORT = 5037;

  private final String name;
  private final Dadb device;
  private volatile boolean lost;

  private AdbHost(String name, Dadb device) {
    this.name = name;
    this.device = device;
  }

  /**
   * Connects: with a device in the network by itself, with another by the server of adb here.
   *
   * @throws DataException if that fails; the message says why
   */
  static AdbHost connect(Address.Adb address, String name) {
    Matcher network = NETWORK.matcher(address.serial());
    try {
      Dadb device =
          network.matches()
              ? Dadb.create(
                  network.group(1),
                  Integer.parseInt(network.group(2)),
                  AdbKeyPair.readDefault(),
                  MILLISECONDS,
                  0,
                  false)
              : AdbServer.createDadb(
                  SERVER, SERVER_PORT, "host:transport:" + address.serial(), MILLISECONDS, 0);
      device.shell("true");
      return new AdbHost(name, device);
    } catch (AdbException | IllegalStateException e) {
      throw new DataException("%s cannot be reached: %s".formatted(name, e.getMessage()), e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Process start(String command) throws IOException {
    try {
      return new AdbProcess(device.openShell(command));
    } catch (AdbException e) {
      lost = true;
      throw new IOException("the connection was lost (%s)".formatted(e.getMessage()), e);
    }
  }

  @Override
  public boolean isConnected() {
    if (!lost) {
      try {
        device.shell("true");
      } catch (AdbException e) {
        lost = true;
      }
    }
    return !lost;
  }

  @Override
  public void close() {
    try {
      device.close();
    } catch (Exception e) {
      lost = true;
    }
  }
}
