package dev.repfuse.remote;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A device, and what is particular about it.
 *
 * @param name what the user calls it
 * @param java a JRE or JDK for its platform, on this machine; without it one is made of the Java
 *     that runs here, or that of the device is used
 * @param key a file with a private key of SSH; without it the agent's and the usual ones are tried
 * @param knownHosts a file with keys of hosts; without it the usual one
 * @param folder where folders are made there; without it the usual one for temporary files
 * @param libraries a folder on this machine with libraries of ONNX Runtime for the device, which
 *     Android needs
 * @param root a folder on this machine with a C library for an emulated processor
 */
public record DeviceSettings(
    String name,
    Address address,
    Optional<Path> java,
    Optional<Path> key,
    Optional<Path> knownHosts,
    Optional<String> folder,
    Optional<Path> libraries,
    Optional<Path> root) {

  /** Nothing in particular. */
  public static DeviceSettings of(Address address) {
    return new DeviceSettings(
        address.toString(),
        address,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same with a Java runtime. */
  public DeviceSettings withJava(Optional<Path> value) {
    return new DeviceSettings(
        name, address, value.or(() -> java), key, knownHosts, folder, libraries, root);
  }
}
