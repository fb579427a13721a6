package dev.repfuse.cli;

import dev.repfuse.report.search.SearchCsv;
import dev.repfuse.report.search.SearchJson;
import dev.repfuse.report.search.SearchPage;
import java.nio.file.Path;
import java.util.List;

/** The files that a search writes into its folder. */
record SearchFiles(Path folder) {
  /** The best network. */
  Path best() {
    return folder.resolve("best.onnx");
  }

  private Path csv() {
    return folder.resolve("candidates.csv");
  }

  private Path document() {
    return folder.resolve("search.json");
  }

  private Path page() {
    return folder.resolve("search.html");
  }

  /** All but the network. */
  List<Path> reports() {
    return List.of(csv(), document(), page());
  }

  /**
   * Makes sure, before the work begins, that the files can be written.
   *
   * @param supernet whose networks may be replaced
   * @throws UsageException if one is there that no search wrote, and must not be replaced
   */
  void requireFree(Path supernet, boolean overwrite) {
    Targets.requireFree(best(), supernet, overwrite);
    requireOwn(csv(), supernet, overwrite, SearchCsv.BEGINNING);
    requireOwn(document(), supernet, overwrite, SearchJson.BEGINNING);
    requireOwn(page(), supernet, overwrite, SearchPage.BEGINNING);
  }

  private static void requireOwn(Path file, Path supernet, boolean overwrite, String beginning) {
    Targets.requireFree(file, supernet, overwrite, existing -> Targets.begins(existing, beginning));
  }

  void write(String csv, String json, String html) {
    TextFile.write(csv(), csv);
    TextFile.write(document(), json);
    TextFile.write(page(), html);
  }
}
