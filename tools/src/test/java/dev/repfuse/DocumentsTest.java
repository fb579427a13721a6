package dev.repfuse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.cli.Documents;
import dev.repfuse.pass.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documents say of the program is true. */
class DocumentsTest {
  private static final Pattern LINK = Pattern.compile("\\]\\((?!http)([^)#]+)(#[^)]*)?\\)");

  @TempDir Path folder;

  private static String read(String document) throws IOException {
    return Files.readString(Documents.folder().resolve(document));
  }

  @Test
  void theExampleInReadmeRuns() throws Exception {
    String example = block(read("README.md"), "java");
    assertEquals(read("examples/FoldAModel.java"), example);
    Path source = Files.writeString(folder.resolve("FoldAModel.java"), example);
    Path result = folder.resolve("folded.onnx");

    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dstdout.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                source.toString(),
                Documents.network().toString(),
                result.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertEquals(0, process.waitFor(), output);
    assertTrue(output.contains("321 → "), output);
    assertTrue(output.contains("equal: largest error"), output);
    assertTrue(Files.exists(result));
  }

  private static String block(String document, String language) {
    Matcher matcher =
        Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL).matcher(document);
    assertTrue(matcher.find(), "no block of " + language);
    return matcher.group(1);
  }

  @Test
  void theRuleBookHasEveryReasonUnderItsRule() throws IOException {
    String architecture = read("ARCHITECTURE.md");
    List<String> missing = new ArrayList<>();
    for (Reason reason : Reason.values()) {
      String row = "| " + reason.rule() + " | `" + reason.name() + "` | " + reason.sentence();
      if (!architecture.contains(row)) {
        missing.add(row);
      }
    }
    assertEquals(List.of(), missing);
  }

  @Test
  void theTestsThatTheRuleBookNamesExist() throws IOException {
    Matcher names = Pattern.compile("`(\\w+Test)`").matcher(read("ARCHITECTURE.md"));
    List<String> missing = new ArrayList<>();
    while (names.find()) {
      String file = names.group(1) + ".java";
      try (var files = Files.walk(Documents.folder())) {
        if (files.noneMatch(path -> path.endsWith(file))) {
          missing.add(file);
        }
      }
    }
    assertEquals(List.of(), missing);
  }

  @Test
  void linksBetweenDocumentsLeadSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    for (String document :
        List.of("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/json.md")) {
      Path home = Documents.folder().resolve(document);
      Matcher links = LINK.matcher(Files.readString(home));
      while (links.find()) {
        if (!Files.exists(home.resolveSibling(links.group(1)))) {
          broken.add(document + ": " + links.group(1));
        }
      }
    }
    assertEquals(List.of(), broken);
  }
}
