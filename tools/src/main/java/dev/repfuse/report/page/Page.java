package dev.repfuse.report.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** The frame of a page: its head, style, scripts and data, all in one file. */
public final class Page {
  private static final String GENERATOR = "repfuse";
  private static final List<String> SCRIPTS =
      List.of("view.js", "graph.js", "search.js", "start.js");
  private static final List<String> STYLES = List.of("page.css", "graph.css", "charts.css");

  private Page() {}

  /** The tag by which a page of ours is known again, that is of two files of these names. */
  public static String mark(String before, String after) {
    return new Markup()
        .single("meta", "name", "generator", "content", GENERATOR, "data-of", before + " " + after)
        .toString();
  }

  /**
   * Puts a page together.
   *
   * @param body safe markup
   * @param data JSON of any strings
   */
  static String of(String before, String after, String body, String data) {
    String style = resources(STYLES);
    String script = "'use strict';\n(() => {\n" + resources(SCRIPTS) + "})();\n";
    Markup page = new Markup().raw("<!DOCTYPE html>\n").begin("html", "lang", "en").begin("head");
    page.single("meta", "charset", "utf-8").raw("\n" + mark(before, after) + "\n");
    page.single("meta", "http-equiv", "Content-Security-Policy", "content", policy(style, script));
    page.single("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    page.single("meta", "name", "color-scheme", "content", "light dark");
    page.element("title", before + " → " + after + ", repfuse");
    page.begin("style").raw(style).end().end();
    page.begin("body").raw("\n" + body);
    page.begin("script", "type", "application/json", "id", "data").raw(harmless(data)).end();
    page.begin("script").raw(script).end().end().end();
    return page.raw("\n").toString();
  }

  /** Only this style and this script; no images, no fonts, no requests, no frames, no forms. */
  private static String policy(String style, String script) {
    return "default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'"
        .formatted(hash(style), hash(script));
  }

  /** JSON that cannot end the element around it; outside of strings there are no such letters. */
  private static String harmless(String json) {
    return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
  }

  private static String hash(String content) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String resources(List<String> names) {
    return names.stream().map(Page::resource).collect(Collectors.joining());
  }

  private static String resource(String name) {
    try (InputStream in = Objects.requireNonNull(Page.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
