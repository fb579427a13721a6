package dev.repfuse;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Properties;

/** The versions of this program and of the libraries that its results depend on. */
public final class Version {
  private Version() {}

  /**
   * One of them; a question mark if it is not known.
   *
   * @param library {@code repfuse} for the program itself
   */
  public static String of(String library) {
    Properties versions = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("versions.properties")) {
      if (in != null) {
        versions.load(in);
      }
    } catch (IOException e) {
      return "?";
    }
    return Optional.ofNullable(versions.getProperty(library)).orElse("?");
  }
}
