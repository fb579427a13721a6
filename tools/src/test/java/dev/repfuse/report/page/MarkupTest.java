package dev.repfuse.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** No text becomes markup. */
class MarkupTest {
  @Test
  void escapesTextAndAttributes() {
    String bad = "</p><img src=x onerror=\"a\" id='b'>&";

    assertEquals(
        "<p title=\"&lt;/p&gt;&lt;img src=x onerror=&quot;a&quot; id=&#39;b&#39;&gt;&amp;\">"
            + "&lt;/p&gt;&lt;img src=x onerror=&quot;a&quot; id=&#39;b&#39;&gt;&amp;</p>",
        new Markup().element("p", bad, "title", bad).toString());
  }

  @Test
  void replacesControlCharacters() {
    assertEquals("<p>a\uFFFDb</p>", new Markup().element("p", "a\u0000b").toString());
  }

  @Test
  void noticesAnElementThatIsNotEnded() {
    Markup open = new Markup().begin("p");

    assertThrows(IllegalStateException.class, open::toString);
  }

  @Test
  void writesLengthsShortly() {
    assertEquals("12", Markup.pixels(12.02));
    assertEquals("12.5", Markup.pixels(12.46));
    assertEquals("-0.5", Markup.pixels(-0.5));
  }

  @Test
  void cutsNamesBetweenLetters() {
    assertEquals("…b😀c", Label.end("a😀b😀c", 4));
    assertEquals("a😀b…", Label.start("a😀b😀c", 4));
    assertEquals("short", Label.end("short", 5));
  }
}
