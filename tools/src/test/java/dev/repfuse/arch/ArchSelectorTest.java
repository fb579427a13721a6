package dev.repfuse.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.Project;
import dev.repfuse.Prune;
import dev.repfuse.PruneOptions;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.pass.prune.Network;
import dev.repfuse.runtime.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What architecture files choose, and what is wrong with some of them. */
class ArchSelectorTest {
  /** A residual sum of two layers, whose channels go together, and a layer of its own behind it. */
  private static final String NETWORK =
      """
      g (float[1,3,6,6] x) => (float[1,2,6,6] y)
      <
        float[4,3,1,1] stem_w = {%s}, float[4,4,1,1] skip_w ~ normal(2),
        float[6,4,1,1] mid_w ~ normal(3), float[2,6,1,1] head_w ~ normal(4)
      >
      {
        [stem] a = Conv (x, stem_w)
        [skip] b = Conv (a, skip_w)
        s = Add (a, b)
        [mid] m = Conv (s, mid_w)
        r = Relu (m)
        [head] y = Conv (r, head_w)
      }
      """
          .formatted("9, 9, 9, 1, 1, 1, 5, 5, 5, 7, 7, 7");

  @TempDir Path folder;

  private Path file(String body) throws IOException {
    Path file = folder.resolve("arch.json");
    Files.writeString(file, "{\"format\": \"repfuse-arch\", \"version\": 1, " + body + "}");
    return file;
  }

  /** The channels that go, by the name of an axis. */
  private String dropped(String body) throws IOException {
    Network network = Network.of(ModelText.parse(NETWORK));
    return dropped(network, ArchSelector.read(file(body)).of(network));
  }

  private static String dropped(Network network, List<BitSet> dropped) {
    List<String> text = new ArrayList<>();
    for (int i = 0; i < dropped.size(); i++) {
      if (!dropped.get(i).isEmpty()) {
        var axis = network.groups().get(i).places().stream().filter(network::isFilters).findFirst();
        text.add(axis.orElseThrow() + "=" + dropped.get(i));
      }
    }
    return String.join(" ", text);
  }

  @Test
  void ratiosAndWhatStays() throws IOException {
    assertEquals(2 + 3, count(dropped("\"ratio\": 0.5")), "half of four and half of six");
    assertEquals(
        3, count(dropped("\"ratio\": 0.5, \"layers\": [{\"name\": \"stem\", \"stay\": true}]")));
    assertEquals(
        2, count(dropped("\"ratio\": 0.5, \"layers\": [{\"name\": \"m*\", \"ratio\": 0}]")));
  }

  private static String refusal(Executable task) {
    return String.valueOf(assertThrows(DataException.class, task).getMessage());
  }

  private static int count(String dropped) {
    return dropped.isEmpty() ? 0 : dropped.split(",|\\} ").length;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'name': 'mid', 'keepChannels': [5, 0]}       | mid_w[0]={1, 2, 3, 4}",
        "{'name': 'mid_w', 'dropChannels': [1]}   | mid_w[0]={1}",
        "{'name': 'mid_w[0]', 'mask': [1,1,0,0,1,1]} | mid_w[0]={2, 3}",
        "{'name': 'm', 'keep': 5, 'scores': [3,2,1,2,3,4]} | mid_w[0]={2}",
        "{'name': 'sk?p', 'dropChannels': [0, 3]}      | stem_w[0]={0, 3}",
      })
  void layersByNodeWeightAxisOutputAndPattern(String entry, String want) throws IOException {
    assertEquals(want, dropped("\"layers\": [" + entry.replace('\'', '"') + "]"));
  }

  @Test
  void criteriaRankWhatIsKept() throws IOException {
    Network network =
        Network.of(ModelText.parse(NETWORK.replace("skip_w ~ normal(2)", "skip_w ~ constant(1)")));
    List<BitSet> gone =
        ArchSelector.read(
                file("\"layers\": [{\"name\": \"stem\", \"keep\": 2, \"criterion\": \"l1\"}]"))
            .of(network);
    assertEquals("stem_w[0]={1, 2}", dropped(network, gone));
  }

  @Test
  void budgetsTakeFromWhatNoEntryNames() throws IOException {
    String text =
        dropped("\"budget\": {\"params\": 60}, \"layers\": [{\"name\": \"stem\", \"stay\": true}]");
    assertTrue(text.startsWith("mid_w[0]="), text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'ratio': 1 | '/ratio' has to be from 0 to below 1",
        "'ratios': 1 | '/ratios' is no key of version 1",
        "'ratio': 0.5, 'budget': {'macs': 5} | '/ratio' contradicts '/budget'",
        "'budget': {} | '/budget' needs one of macs, params, bytes",
        "'budget': {'macs': 5} | '/budget/macs' cannot be met: it costs 252 without all",
        "'budget': {'macs': -5} | '/budget/macs' has to be a number above 0",
        "'criterion': 'best' | '/criterion' is no criterion; there are l1, l2,",
        "'model': {'sha256': 'abc'} | '/model/sha256' has to be 64 hexadecimal digits",
        "'layers': [{'name': 'nid', 'keep': 1}] | '/layers/0/name' names no layer",
        "'layers': [{'name': 'mid'}] | '/layers/0' needs one of keep, ratio,",
        "'layers': [{'name': 'mid', 'keep': 1, 'ratio': 0}] | '/layers/0' says both keep and ratio",
        "'layers': [{'name': 'mid', 'keep': 7}] | '/layers/0/keep' 7 is above the 6 channels",
        "'layers': [{'name': 'mid', 'keep': 0}] | '/layers/0/keep' 0 is below 1",
        "'layers': [{'name': 'mid', 'dropChannels': [6]}] | names channel 6 of 'mid', which has 6",
        "'layers': [{'name': 'mid', 'dropChannels': [1, 1]}] | '/layers/0/dropChannels/1' lists 1",
        "'layers': [{'name': 'mid', 'mask': [1, 0]}] | '/layers/0/mask' has 2 entries for 6",
        "'layers': [{'name': 'mid', 'mask': [2]}] | '/layers/0/mask/0' 2 is not below 2",
        "'layers': [{'name': 'mid', 'keep': 1, 'scores': [1]}] | '/layers/0/scores' has 1 numbers",
        "'layers': [{'name': 'mid', 'keep': 1, 'scores': ['NaN']}] | '/layers/0/scores/0' has to be",
        "'layers': [{'name': 'head', 'keep': 1}] | which have to stay: graph output 'y': callers",
        "'layers': [{'name': 'mid', 'keep': 1, 'criterion': 'batch_norm'}] | has no weights that",
      })
  void refusesInOneLineWithThePlace(String body, String want) {
    String text = body.replace('\'', '"');
    String message = refusal(() -> dropped(text));
    assertTrue(message.contains("arch.json: "), message);
    assertTrue(message.contains(want), message);
    assertEquals(1, message.lines().count(), message);
  }

  @Test
  void refusesWhatContradictsItself() {
    String body =
        "'layers': [{'name': 'stem', 'dropChannels': [0]}, {'name': 'skip', 'dropChannels': [1]}]";
    String message = refusal(() -> dropped(body.replace('\'', '"')));
    assertTrue(
        message.endsWith(
            "'/layers/1' contradicts '/layers/0': the channels of 'skip' and of 'stem' can only go"
                + " together"),
        message);
  }

  @Test
  void aResolvedArchitectureAsksForTheSame() throws IOException {
    Network network = Network.of(ModelText.parse(NETWORK));
    List<BitSet> dropped = ArchSelector.read(file("\"ratio\": 0.5")).of(network);
    Path resolved = folder.resolve("resolved.json");
    String hash = "0".repeat(64);
    Files.writeString(
        resolved,
        ResolvedArch.of(
            network,
            List.of(),
            java.util.Set.of(),
            dropped,
            hash,
            java.util.Map.of("chosen", "by hand")));

    ArchSelector again = ArchSelector.read(resolved);

    assertEquals(dropped, again.of(network));
    again.requireFor(hash);
    String message = refusal(() -> again.requireFor("1".repeat(64)));
    assertTrue(message.contains("'/model/sha256' is that of another model"), message);
  }

  /** The example in docs/arch.md, and the error there. */
  @Test
  void theDocumentsExampleIsTrue() throws IOException {
    String document = Files.readString(Project.file("docs/arch.md"));
    int begin = document.indexOf("```json") + 7;
    String example = document.substring(begin, document.indexOf("```", begin));
    Path model = Project.file("testdata/models/repghostnet_0_5x.onnx");
    Path file = folder.resolve("arch.json");
    Files.writeString(file, example);

    List<BitSet> gone =
        Prune.prune(model, ArchSelector.read(file), PruneOptions.STANDARD).dropped();

    assertTrue(gone.stream().anyMatch(dropped -> dropped.cardinality() == 1280 - 512));
    Files.writeString(file, example.replace("512", "5120"));
    String message =
        refusal(() -> Prune.prune(model, ArchSelector.read(file), PruneOptions.STANDARD));
    assertTrue(
        document.contains("repfuse: " + message.replace(file.toString(), "arch.json")), message);
  }

  /** The schema in docs knows the same keys as the reader. */
  @Test
  void theSchemaIsOfThisVersion() {
    JsonNode schema = new JsonMapper().readTree(Project.file("docs/arch.schema.json").toFile());
    Set<String> all = new TreeSet<>(ArchFile.KEYS);
    all.addAll(List.of("format", "version"));
    assertEquals(all, new TreeSet<>(schema.get("properties").propertyNames()));
    Set<String> layer = new TreeSet<>(ArchFile.AMOUNTS);
    layer.addAll(List.of("name", "criterion", "seed", "scores"));
    assertEquals(layer, new TreeSet<>(schema.at("/$defs/layer/properties").propertyNames()));
    assertEquals(ArchFile.VERSION, schema.at("/properties/version/const").intValue());
  }
}
