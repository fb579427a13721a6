package dev.repfuse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The documents refer to files that are there. */
class DocumentsTest {
  private static final Pattern LINK = Pattern.compile("\\]\\((?!http)([^)#]+)(#[^)]*)?\\)");

  @Test
  void linksBetweenDocumentsLeadSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    for (String document :
        List.of(
            "README.md",
            "ARCHITECTURE.md",
            "CONTRIBUTING.md",
            "CHANGELOG.md",
            "docs/arch.md",
            "docs/json.md",
            "docs/proof.md",
            "docs/supernet.md",
            "docs/target.md",
            "benchmarks/README.md")) {
      Path home = Project.file(document);
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
