package dev.repfuse;

import dev.repfuse.format.JsonPlace;
import dev.repfuse.remote.Address;
import dev.repfuse.remote.DeviceSettings;
import dev.repfuse.runtime.DataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Names of devices as a JSON file; docs/devices.md describes it. */
public final class DeviceFile {
  static final String FORMAT = "repfuse-targets";
  static final int VERSION = 1;

  /** What an entry may say. */
  static final List<String> KEYS =
      List.of("name", "address", "java", "key", "knownHosts", "folder", "libraries", "root");

  private static final Path USUAL = Path.of("targets.json");
  private static final long LARGEST_FILE = 1 << 20;

  private DeviceFile() {}

  /**
   * The device of a name or an address.
   *
   * @param file where names are; without it {@code targets.json}, if there is one
   * @throws DataException if there is no such device, or the file cannot be read
   */
  public static DeviceSettings named(String name, Optional<Path> file) {
    Map<String, DeviceSettings> known =
        file.isPresent() || Files.exists(USUAL) ? read(file.orElse(USUAL)) : Map.of();
    Optional<DeviceSettings> entry = Optional.ofNullable(known.get(name));
    if (entry.isEmpty() && !name.contains("://") && !name.equals("local")) {
      throw new DataException(
          "there is no device '%s'%s; it may also be ssh://user@host, adb://serial or"
                  .formatted(name, names(known, file.orElse(USUAL)))
              + " qemu://aarch64");
    }
    return entry.orElseGet(() -> DeviceSettings.of(Address.parse(name)));
  }

  private static String names(Map<String, DeviceSettings> known, Path file) {
    return known.isEmpty()
        ? ", and no " + file + " that names some"
        : "; %s names %s".formatted(file, String.join(", ", known.keySet()));
  }

  /**
   * Reads a file.
   *
   * @throws DataException if it cannot be read, or is not such a file; the message names the file,
   *     the place in it as a JSON pointer, and the cause
   */
  public static Map<String, DeviceSettings> read(Path file) {
    JsonPlace root = JsonPlace.read(file, LARGEST_FILE);
    root.header(FORMAT, VERSION, List.of("targets"));
    Map<String, DeviceSettings> devices = new LinkedHashMap<>();
    for (JsonPlace place : root.required("targets").items()) {
      DeviceSettings device = device(place, file);
      if (device.name().contains("://") || device.name().equals("local")) {
        throw place.required("name").bad("is an address, not a name");
      }
      if (Optional.ofNullable(devices.put(device.name(), device)).isPresent()) {
        throw place.required("name").bad("is there twice");
      }
    }
    return devices;
  }

  private static DeviceSettings device(JsonPlace place, Path file) {
    place.onlyKeys(KEYS);
    return new DeviceSettings(
        place.required("name").text(),
        address(place.required("address")),
        path(place, "java", file),
        path(place, "key", file),
        path(place, "knownHosts", file),
        place.at("folder").map(JsonPlace::text),
        path(place, "libraries", file),
        path(place, "root", file));
  }

  private static Address address(JsonPlace place) {
    try {
      return Address.parse(place.text());
    } catch (DataException e) {
      throw place.bad(String.valueOf(e.getMessage()));
    }
  }

  /** Relative to the file; {@code ~} is the user's home. */
  private static Optional<Path> path(JsonPlace place, String key, Path file) {
    return place
        .at(key)
        .map(JsonPlace::text)
        .map(text ->
            text.startsWith("~/")
                ? Path.of(System.getProperty("user.home"), text.substring(2))
                : file.resolveSibling(text));
  }
}
