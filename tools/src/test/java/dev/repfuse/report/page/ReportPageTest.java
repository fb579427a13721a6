package dev.repfuse.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the file. */
class ReportPageTest {
  @TempDir static Path folder;

  private static int count(String what, String html) {
    return (int) Pattern.compile(Pattern.quote(what)).matcher(html).results().count();
  }

  @Test
  void namesNeverBecomeMarkup() throws IOException {
    String bad = "</script><img src=x onerror='a()'><!--";
    String html =
        Files.readString(
            Pages.of(
                folder,
                ("g (float[2] \"%1$s\") => (float[2] y)"
                        + " { [\"%1$s\"] a = Relu (\"%1$s\") y = Exp (a) }")
                    .formatted(bad),
                false));

    assertEquals(2, count("</script>", html), "one of the data, one of the script");
    assertEquals(0, count("<img", html));
    assertEquals(0, count("<!--", html));
    assertTrue(html.contains("&lt;/script&gt;&lt;img"), "the name is shown");
    assertTrue(html.contains("\\u003c/script\\u003e"), "and it is among the data");
  }

  @Test
  void everyNodeOfBothModelsIsDrawnOnce() throws IOException {
    String html = Files.readString(Pages.of(folder, Pages.repVgg(3), false));

    assertEquals(2 * 2 + 3 * 8 + 3 * 2, count("role=\"option\"", html));
    assertEquals(3 * 7 + 3, count("class=\"node folded", html));
    assertEquals(2 * 3, count("class=\"node kept\"", html));
  }

  @Test
  void refusalsLeadToTheirNodes() throws IOException {
    String html =
        Files.readString(Pages.of(folder, Project.model("repghostnet_0_5x"), false, List.of()));

    assertTrue(
        html.contains("a bias would be seen as zero at the border of a padded convolution [A2]"));
    String left =
        html.substring(html.indexOf("id=\"left-title\""), html.indexOf("class=\"charts\""));
    assertEquals(count("<li>", left), count("data-go=\"a", left), "each refusal has its node");
  }

  @Test
  void timesAreShownOnlyIfThereAreSome() throws IOException {
    Path model = Project.model("blocks/repvgg_keepbn");
    LayerTime time = new LayerTime("conv", OptionalDouble.of(3e-3), OptionalDouble.of(8e-6));

    String without = Files.readString(Pages.of(folder, model, false, List.of()));
    String with = Files.readString(Pages.of(folder, model, false, List.of(time)));

    assertFalse(without.contains("Time by layer"));
    assertTrue(
        with.contains("Time by layer") && with.contains("3.00 ms") && with.contains("8.0 µs"));
  }

  @Test
  void aGraphThatIsTooLargeIsListedButNotDrawn() throws IOException {
    StringBuilder nodes = new StringBuilder();
    for (int i = 0; i < 12_000; i++) {
      nodes.append("a%d = Relu (%s) ".formatted(i, i == 0 ? "x" : "a" + (i - 1)));
    }
    String html =
        Files.readString(
            Pages.of(
                folder,
                "g (float[2] x) => (float[2] y) { %s y = Exp (a11999) }".formatted(nodes),
                false));

    assertTrue(html.contains("This graph is too large to be drawn."));
    assertEquals(0, count("role=\"option\"", html));
  }
}
