package dev.repfuse.remote;

import dev.repfuse.runtime.DataException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a device is. */
public sealed interface Address {
  /** This machine. */
  record Local() implements Address {
    @Override
    public String toString() {
      return "local";
    }
  }

  /** A machine that is reached by SSH; what is left out is as the user's configuration says. */
  record Ssh(Optional<String> user, String host, OptionalInt port) implements Address {
    @Override
    public String toString() {
      return "ssh://"
          + user.map(name -> name + "@").orElse("")
          + (host.contains(":") ? "[" + host + "]" : host)
          + (port.isPresent() ? ":" + port.getAsInt() : "");
    }
  }

  /** A device of Android's: a serial number as {@code adb devices} lists it, or host and port. */
  record Adb(String serial) implements Address {
    @Override
    public String toString() {
      return "adb://" + serial;
    }
  }

  /** A processor that QEMU emulates here. */
  record Emulated(String processor) implements Address {
    @Override
    public String toString() {
      return "qemu://" + processor;
    }
  }

  /** {@code user@host:port}; an address of IPv6 stands in brackets. */
  Pattern HOST =
      Pattern.compile("(?:([^@/:]+)@)?(\\[[0-9A-Fa-f:.%\\w]+\\]|[^@/:\\[\\]]+)(?::(\\d{1,5}))?/?");

  /**
   * Reads an address.
   *
   * @throws DataException if it is none; the message says what there is
   */
  static Address parse(String text) {
    if (text.equals("local") || text.equals("local://")) {
      return new Local();
    }
    String place = text.substring(text.indexOf("://") < 0 ? 0 : text.indexOf("://") + 3);
    if (text.startsWith("ssh://")) {
      return ssh(text, place);
    }
    if (text.startsWith("adb://") && !place.isEmpty()) {
      return new Adb(place);
    }
    if (text.equals("qemu://aarch64")) {
      return new Emulated(place);
    }
    throw bad(text);
  }

  private static Address ssh(String text, String place) {
    Matcher parts = HOST.matcher(place);
    if (!parts.matches()) {
      throw bad(text);
    }
    String host = parts.group(2);
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    Optional<String> user = Optional.ofNullable(parts.group(1));
    return Optional.ofNullable(parts.group(3))
        .map(port -> new Ssh(user, bare, OptionalInt.of(Integer.parseInt(port))))
        .orElseGet(() -> new Ssh(user, bare, OptionalInt.empty()));
  }

  private static DataException bad(String text) {
    String password = text.replaceAll("(://[^@/:]*):[^@]*@", "$1:…@");
    return new DataException(
        "'%s' is no device; there are local, ssh://user@host:port, adb://serial and qemu://aarch64"
            .formatted(password));
  }
}
