package dev.repfuse.cli;

import dev.repfuse.DeviceFile;
import dev.repfuse.remote.DeviceSettings;
import dev.repfuse.remote.Devices;
import dev.repfuse.runtime.device.Device;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options about the machine on which models run. */
final class DeviceMixin {
  @Option(
      names = "--target",
      paramLabel = "<device>",
      defaultValue = "local",
      description =
          "Run the models there: local, ssh://user@host, adb://serial, qemu://aarch64, or a name"
              + " out of targets.json (default ${DEFAULT-VALUE}).")
  private String target = "local";

  @Option(
      names = "--targets",
      paramLabel = "<file>",
      description = "The file with names of devices (default targets.json, if there is one).")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--java",
      paramLabel = "<folder>",
      description = "A Java runtime or JDK for the device, on this machine.")
  private Optional<Path> java = Optional.empty();

  /**
   * Connects with the device.
   *
   * @throws dev.repfuse.runtime.DataException if it cannot be used; the message says why
   */
  Device open(Progress progress) {
    DeviceSettings settings = DeviceFile.named(target, file).withJava(java);
    return Devices.open(
        settings, share -> progress.share("bringing the runner to " + settings.name(), share));
  }

  /** Whether the models run on this machine, as they do if nothing else is asked. */
  boolean isLocal() {
    return target.equals("local");
  }
}
