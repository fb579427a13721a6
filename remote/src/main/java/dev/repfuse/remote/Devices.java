package dev.repfuse.remote;

import dev.repfuse.runtime.DataException;
import dev.repfuse.runtime.device.Device;
import dev.repfuse.runtime.device.LocalDevice;
import java.util.Optional;
import java.util.function.DoubleConsumer;

/** Opens devices. */
public final class Devices {
  private static final String USUAL = "/tmp";
  private static final String ANDROID = "/data/local/tmp";

  private Devices() {}

  /**
   * Connects with a device and brings it what it needs to run models.
   *
   * @param progress is told which share of that has arrived
   * @throws DataException if that cannot be done; the message names the device and the cause
   */
  public static Device open(DeviceSettings settings, DoubleConsumer progress) {
    return switch (settings.address()) {
      case Address.Local local -> LocalDevice.HERE;
      case Address.Ssh ssh ->
          install(SshHost.connect(ssh, settings), USUAL, settings, Optional.empty(), progress);
      case Address.Adb adb -> {
        AdbHost host = AdbHost.connect(adb, settings.name());
        yield install(host, ANDROID, settings, Optional.empty(), progress);
      }
      case Address.Emulated emulated -> {
        Emulator emulator = Emulator.of(settings);
        String usual = System.getProperty("java.io.tmpdir");
        yield install(emulator, usual, settings, Optional.of(emulator), progress);
      }
    };
  }

  private static Device install(
      Host host,
      String usual,
      DeviceSettings settings,
      Optional<Emulator> emulator,
      DoubleConsumer progress) {
    try {
      GuardedFolder folder = new GuardedFolder(host, settings.folder().orElse(usual));
      try {
        Platform platform = emulator.isPresent() ? Platform.LINUX_AARCH64 : folder.platform();
        Installation runner = Installation.bring(folder, platform, settings, progress);
        return new RemoteDevice(host, folder, runner, emulator);
      } catch (DataException e) {
        folder.close();
        throw e;
      }
    } catch (DataException e) {
      host.close();
      throw e;
    }
  }
}
