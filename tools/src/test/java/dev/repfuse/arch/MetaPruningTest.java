package dev.repfuse.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.generate.Family;
import dev.repfuse.generate.Plan;
import dev.repfuse.ir.Model;
import dev.repfuse.pass.prune.Network;
import dev.repfuse.report.ModelStatistics;
import dev.repfuse.runtime.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The published vectors give the published channels, arithmetic and parameters. */
@Tag("device")
class MetaPruningTest {
  private static final String V1 = "28 18 10 23 23 22 22 13 17 28 17 25 29";
  private static final String V2 =
      "14 12 11 11 8 8 8 7 7 7 7 8 8 8 14 14 14 8 6 5 2 15 7 17 14 5 11 12 12 11 6 16 14 13 14";
  private static final String RESNET = "19 9 15 13 10 9 10 6 9 13 11 12 7 18 7 13 12 10 19 18";
  private static final Plan V2_BASE =
      Plan.of(Family.MOBILENET_V2).withChannels(List.of(44, 22, 33, 44, 88, 132, 224, 448));

  @TempDir Path folder;

  private ArchSelector selector(String network, String ids, String more) throws IOException {
    Path file = folder.resolve("arch.json");
    Files.writeString(
        file,
        "{\"format\": \"repfuse-arch\", \"version\": 1, \"metapruning\": {\"network\": \"%s\","
                .formatted(network)
            + " \"ids\": [%s]%s}}".formatted(ids.replace(' ', ','), more));
    return ArchSelector.read(file);
  }

  /** Prunes the base network; gives the widths of its convolutions, MACs and parameters. */
  private String pruned(Plan plan, ArchSelector selector) {
    Model model = plan.model();
    Network network = Network.of(model);
    network.narrow(selector.of(network));
    ModelStatistics statistics = ModelStatistics.of(model);
    Network narrow = Network.of(model);
    List<Integer> widths = new ArrayList<>();
    narrow.convolutions().forEach(layer -> widths.add(narrow.slots(layer).size()));
    return "%s %d %d".formatted(widths, statistics.macs().orElseThrow(), statistics.parameters());
  }

  @Test
  void mobileNetV1WithBothMappings() throws IOException {
    Plan base = Plan.of(Family.MOBILENET_V1);
    assertEquals(
        "[31, 60, 81, 51, 202, 202, 389, 389, 250, 312, 481, 312, 870, 1024] 311663518 3004645",
        pruned(base, selector("mobilenet-v1", V1, "")));
    assertEquals(
        "[30, 40, 51, 101, 202, 194, 389, 250, 312, 481, 312, 435, 993, 1024] 313208831 3280476",
        pruned(base, selector("mobilenet-v1", V1, ", \"mapping\": \"own\"")));
  }

  @Test
  void mobileNetV2() throws IOException {
    assertEquals(
        "[22, 12, 10, 33, 14, 31, 14, 108, 14, 81, 14, 161, 14, 137, 27, 132, 27, 227, 27, 242, 27,"
            + " 242, 44, 340, 44, 221, 44, 459, 116, 698, 116, 658, 116, 698, 152, 1280]"
            + " 104870557 2230199",
        pruned(V2_BASE, selector("mobilenet-v2", V2, "")));
  }

  @Test
  void resNet50() throws IOException {
    String text = pruned(Plan.of(Family.RESNET_50), selector("resnet-50", RESNET, ""));

    assertTrue(text.startsWith("[42, 25, 25, 94, 94, 23, 23, 94, 25, 25, 94, 35, 35, 281,"), text);
    assertTrue(text.endsWith(" 1027554986 10567336"), text);
  }

  @Test
  void refusesAnotherNetworkOrVector() throws IOException {
    ArchSelector selector = selector("mobilenet-v1", V1, "");
    Network narrow = Network.of(Plan.of(Family.MOBILENET_V1).withWidth(0.5).model());
    String other =
        String.valueOf(assertThrows(DataException.class, () -> selector.of(narrow)).getMessage());
    assertTrue(other.contains("'/metapruning/network' has convolutions of [32, 64,"), other);
    assertTrue(other.contains("and this network of [16, 32,"), other);
    refuses("mobilenet-v1", "1 2", "", "'/metapruning/ids' has 2 numbers, not 13");
    refuses("mobilenet-v1", V1.replace("29", "31"), "", "ids/12' 31 is not below 31");
    refuses("mobilenet-v3", V1, "", "'/metapruning/network' is not known; there are");
    refuses("resnet-50", RESNET, ", \"mapping\": \"own\"", "mapping' is of mobilenet-v1 alone");
    refuses("mobilenet-v1", V1, ", \"mapping\": \"mine\"", "has to be one of previous, own");
  }

  private void refuses(String network, String ids, String more, String want) {
    String message =
        String.valueOf(
            assertThrows(DataException.class, () -> selector(network, ids, more)).getMessage());
    assertTrue(message.contains(want), message);
  }
}
