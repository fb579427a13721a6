package dev.repfuse.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.repfuse.Repfuse;
import dev.repfuse.generate.Family;
import dev.repfuse.generate.Plan;
import dev.repfuse.generate.Regions;
import dev.repfuse.generate.Regions.Definition;
import dev.repfuse.generate.Regions.Selection;
import dev.repfuse.generate.Variant;
import dev.repfuse.ir.Model;
import dev.repfuse.pass.Driver;
import dev.repfuse.pass.Growth;
import dev.repfuse.pass.clean.CleanPasses;
import dev.repfuse.pass.cost.Target;
import dev.repfuse.report.ModelStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Generated region-aware layers consist of what an exporter writes, once constants are known. */
@Tag("shared")
class RegionExportTest {
  private static final Pattern NAME =
      Pattern.compile("(official|paper)_(\\d+)x(\\d+)_k(\\d)_m(\\d)_(\\w+)_(b1|dyn)\\.onnx");

  @Test
  void operatorsAreThoseOfAnExport() throws IOException {
    Path folder = Shared.folder("supernet/drconv/layers");
    int compared = 0;
    List<Path> files;
    try (Stream<Path> listed = Files.list(folder)) {
      files = listed.sorted().toList();
    }
    for (Path file : files) {
      Matcher name = NAME.matcher(file.getFileName().toString());
      if (name.matches()) {
        assertEquals(operators(Repfuse.read(file)), operators(generated(name)), file.toString());
        compared++;
      }
    }
    System.out.printf("%d layers compared%n", compared);
    assertFalse(compared < 20);
  }

  private static Model generated(Matcher name) {
    Regions regions =
        new Regions(
            Integer.parseInt(name.group(5)),
            8,
            Integer.parseInt(name.group(4)),
            Definition.valueOf(name.group(1).toUpperCase(Locale.ROOT)),
            Selection.valueOf(name.group(6).toUpperCase(Locale.ROOT)));
    return Plan.of(Family.DRCONV)
        .withChannels(List.of(Integer.parseInt(name.group(2))))
        .withResolution(Integer.parseInt(name.group(3)))
        .withBatch(name.group(7).equals("b1") ? "1" : "N")
        .with(Variant.STANDARD.with(regions))
        .model();
  }

  private static Map<String, Integer> operators(Model model) {
    Driver.run(
        model,
        CleanPasses.before(Repfuse.constants()),
        new Driver.Options(Target.GENERIC, Growth.Limit.NONE, m -> {}, p -> {}));
    return ModelStatistics.of(model).operators();
  }
}
