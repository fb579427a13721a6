package dev.repfuse.report;

import dev.repfuse.pass.choice.SearchSpace;
import dev.repfuse.runtime.verify.Verdict;
import dev.repfuse.supernet.Extraction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The networks that were taken out of a supernet, as text and as JSON. */
public record ExtractText(Path input, SearchSpace space, List<Written> subnets) {
  /**
   * One of them.
   *
   * @param verdict against the supernet with its choices
   * @param path of the file; empty if it was not written
   */
  public record Written(Extraction.Subnet subnet, Optional<Verdict> verdict, Optional<Path> path) {}

  public ExtractText {
    subnets = List.copyOf(subnets);
  }

  /** An architecture as the command line takes it. */
  public static String words(List<Integer> architecture) {
    return architecture.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  /** A few lines for each. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(input).append('\n');
    for (Written written : subnets) {
      Extraction.Subnet subnet = written.subnet();
      text.append("\n  architecture ").append(words(subnet.architecture())).append('\n');
      ModelStatistics before = subnet.before();
      ModelStatistics after = subnet.after();
      row(text, "nodes", Figures.count(before.nodes()), Figures.count(after.nodes()));
      row(
          text,
          "parameters",
          Figures.count(before.parameters()),
          Figures.count(after.parameters()));
      row(text, "MACs", Figures.count(before.macs()), Figures.count(after.macs()));
      row(text, "file size", Figures.bytes(before.bytes()), Figures.bytes(after.bytes()));
      written
          .verdict()
          .ifPresent(verdict ->
              text.append("  against the supernet with these choices: ")
                  .append(verdict.words())
                  .append('\n'));
      written.path().ifPresent(path -> text.append("  wrote ").append(path).append('\n'));
    }
    return text.toString();
  }

  private static void row(StringBuilder text, String name, String before, String after) {
    text.append(String.format(Locale.ROOT, "  %-18s %16s %16s%n", name, before, after));
  }

  /** One object. */
  public String json() {
    Map<String, Object> document = Json.document("extract");
    document.put("input", input.toString());
    document.put("choices", SupernetText.deciders(space));
    document.put("architectures", space.size().toString());
    List<Map<String, Object>> list = new ArrayList<>();
    for (Written written : subnets) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("architecture", written.subnet().architecture());
      object.put("after", Json.statistics(written.subnet().after()));
      written.verdict().ifPresent(v -> object.put("verification", VerdictJson.of(v)));
      written.path().ifPresent(path -> object.put("written", path.toString()));
      list.add(object);
    }
    document.put("subnets", list);
    return Json.write(document);
  }
}
