package dev.repfuse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The page that a benchmark leaves, read as XML, which knows no mercy for what is not escaped. */
@Tag("device")
class BenchmarkPageTest {
  private static final String NAME = "a & b <i> \"c\" 'd' {{body}}.onnx";

  @TempDir Path folder;

  private Document page(Path html, Object... options) throws Exception {
    Path model = folder.resolve(NAME);
    Files.copy(
        SampleModels.write(
            folder,
            "model.onnx",
            SampleModels.TWO_BRANCHES
                .replace("[point] d =", "[point] \"d<&>\" =")
                .replace("(c, d)", "(c, \"d<&>\")")),
        model);
    Path other = SampleModels.write(folder, "other.onnx", SampleModels.TWO_BRANCHES);
    Object[] all = new Object[options.length + 7];
    System.arraycopy(
        new Object[] {"benchmark", model, other, "--seconds", "0.3", "--html", html}, 0, all, 0, 7);
    System.arraycopy(options, 0, all, 7, options.length);
    CommandRun run = CommandRun.of(all);
    assertEquals(ExitCode.DONE, run.code(), run.err());
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(html.toFile());
  }

  private static List<Element> all(Document page, String tag) {
    NodeList found = page.getElementsByTagName(tag);
    return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
  }

  private static List<String> texts(Document page, String tag) {
    return all(page, tag).stream().map(element -> element.getTextContent().strip()).toList();
  }

  @Test
  void showsRatioFiguresAndDistributions() throws Exception {
    Path html = folder.resolve("report.html");
    Document page = page(html);
    assertTrue(texts(page, "h1").getFirst().startsWith(NAME + ", other.onnx"));
    assertEquals(
        List.of(
            "Time as a part of that of " + NAME, "Figures", "Distribution", "Machine and notes"),
        texts(page, "h2"));
    List<Element> drawings = all(page, "svg");
    assertEquals(3, drawings.size());
    for (Element drawing : drawings) {
      assertEquals("img", drawing.getAttribute("role"));
      assertFalse(drawing.getAttribute("aria-label").isBlank());
    }
    assertTrue(texts(page, "title").stream().anyMatch(t -> t.matches("\\d\\.\\d{3} \\[.*\\]: .*")));
    assertTrue(texts(page, "dt").contains("onnxruntime"), texts(page, "dt")::toString);
    String text = Files.readString(html);
    assertTrue(text.contains("prefers-color-scheme: dark"));
    assertFalse(text.contains("http") || text.contains("<script"), "it asks for something else");
  }

  @Test
  void showsWhereTheTimeGoes() throws Exception {
    Document page = page(folder.resolve("report.html"), "--layers=1");
    assertTrue(texts(page, "h2").containsAll(List.of("Time by operator", "Time by layer")));
    assertTrue(texts(page, "caption").get(1).startsWith("the slowest 1 of "));
    assertTrue(
        texts(page, "th").stream().anyMatch(name -> name.contains("d<&>")),
        texts(page, "th")::toString);
    assertTrue(texts(page, "summary").getFirst().matches("\\d+ more"));
  }

  @Test
  void replacesWhatItWroteAndNothingElse() throws Exception {
    Path html = folder.resolve("report.html");
    page(html);
    Files.delete(folder.resolve(NAME));
    page(html);
    Path foreign = folder.resolve("foreign.html");
    Files.writeString(foreign, "<p>mine</p>");
    refused(foreign, "--html");
    refused(foreign, "--raw");
    assertEquals("<p>mine</p>", Files.readString(foreign));
  }

  private void refused(Path file, String option) throws IOException {
    CommandRun run = CommandRun.of("benchmark", folder.resolve("other.onnx"), option, file);
    assertEquals(ExitCode.USAGE, run.code());
    assertEquals("repfuse: " + file + ": exists and was not written by this command\n", run.err());
  }
}
