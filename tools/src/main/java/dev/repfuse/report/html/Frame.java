package dev.repfuse.report.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The frame of a page: one HTML file that needs nothing else. */
public final class Frame {
  private Frame() {}

  /** What every page of a command begins with. */
  public static String beginning(String command) {
    return "<!DOCTYPE html>\n<!-- repfuse %s -->\n".formatted(command);
  }

  /**
   * A page.
   *
   * @param title any text
   * @param body HTML
   */
  public static String page(String command, String title, String body) {
    return beginning(command)
        + filled(
            resource("page.html"),
            "title",
            Html.text(title),
            "style",
            resource("page.css").strip(),
            "body",
            body);
  }

  /** Puts texts in the place of their names, of which none is looked for in another's text. */
  private static String filled(String page, String... namesAndTexts) {
    StringBuilder filled = new StringBuilder();
    int from = 0;
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      String name = "{{" + namesAndTexts[i] + "}}";
      int at = page.indexOf(name, from);
      filled.append(page, from, at).append(namesAndTexts[i + 1]);
      from = at + name.length();
    }
    return filled.append(page, from, page.length()).toString();
  }

  private static String resource(String name) {
    try (InputStream in = Frame.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
