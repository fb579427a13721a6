package dev.repfuse.remote;

import dev.repfuse.runtime.DataException;
import java.util.Arrays;

/** A kind of machine for which ONNX Runtime has libraries. */
enum Platform {
  LINUX_X64("linux-x64", "x86_64", "amd64"),
  LINUX_AARCH64("linux-aarch64", "aarch64", "arm64");

  private final String words;
  private final String linux;
  private final String java;

  Platform(String words, String linux, String java) {
    this.words = words;
    this.linux = linux;
    this.java = java;
  }

  /** As ONNX Runtime names it. */
  String words() {
    return words;
  }

  /**
   * The one that a host says it is.
   *
   * @param system as {@code uname -s} says
   * @param machine as {@code uname -m} says
   * @throws DataException if it is another
   */
  static Platform of(Host host, String system, String machine) {
    return Arrays.stream(values())
        .filter(platform -> system.equals("Linux") && platform.isOf(machine))
        .findFirst()
        .orElseThrow(() ->
            new DataException(
                "%s is a machine of another kind (%s %s); models run on %s"
                    .formatted(host.name(), system, machine, Arrays.toString(values()))));
  }

  /** Whether a machine calls its processor so. */
  boolean isOf(String machine) {
    return machine.equals(linux) || machine.equals(java);
  }

  @Override
  public String toString() {
    return words;
  }
}
