package dev.repfuse.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.Prune;
import dev.repfuse.PruneOptions;
import dev.repfuse.PruneResult;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.io.TensorFile;
import dev.repfuse.pass.prune.ChannelGroup;
import dev.repfuse.pass.prune.Criterion;
import dev.repfuse.pass.prune.Network;
import dev.repfuse.pass.prune.Pin;
import dev.repfuse.pass.prune.Ranking;
import dev.repfuse.pass.prune.Ratio;
import dev.repfuse.pass.prune.Rounding;
import dev.repfuse.pass.prune.Selector;
import dev.repfuse.testkit.Difference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real exports that lose channels compute what their masked originals do. */
@Tag("shared")
final class PruneTest {
  private static final long SEED = 3;
  private static final double SAME = 1e-4;

  @Test
  void realExportsEqualTheirMaskedOriginals() throws IOException {
    List<String> wrong = new ArrayList<>();
    System.out.println("| model | channels | can go | what keeps the others |");
    int models = 0;
    for (Path model : models()) {
      for (Selector choice : choices()) {
        PruneResult result = Prune.prune(model, choice, PruneOptions.STANDARD);
        double difference = difference(model, result);
        if (result.droppedChannels() == 0 || !(difference <= SAME)) {
          wrong.add(
              "%s, %s: %d channels went, error %s"
                  .formatted(
                      model.getFileName(), choice.words(), result.droppedChannels(), difference));
        }
      }
      System.out.println(row(model));
      models++;
    }
    assertEquals(List.of(), wrong);
    assertTrue(models >= 18, "only " + models);
  }

  private static List<Path> models() throws IOException {
    try (Stream<Path> files = Files.list(Shared.folder("models/prune"))) {
      return files.filter(file -> file.toString().endsWith(".onnx")).sorted().toList();
    }
  }

  /** Shares by two criteria, and twenty random masks. */
  private static List<Selector> choices() {
    List<Selector> choices = new ArrayList<>();
    for (double share : new double[] {0.25, 0.5, 0.75}) {
      for (Criterion criterion : new Criterion[] {Criterion.L1, Criterion.RANDOM}) {
        choices.add(new Ratio(share, new Ranking(criterion, SEED), Rounding.NONE));
      }
    }
    for (long seed = 0; seed < 20; seed++) {
      choices.add(new RandomMask(seed));
    }
    return choices;
  }

  /** Each channel that can go does so by the toss of a coin; one of each group stays. */
  private record RandomMask(long seed) implements Selector {
    @Override
    public List<BitSet> of(Network network) {
      SplittableRandom random = new SplittableRandom(seed);
      List<BitSet> dropped = new ArrayList<>();
      for (ChannelGroup group : network.groups()) {
        BitSet gone = new BitSet();
        int stays = random.nextInt(group.size());
        for (int channel = 0; channel < group.size() && network.isPrunable(group); channel++) {
          gone.set(channel, channel != stays && random.nextBoolean());
        }
        dropped.add(gone);
      }
      return dropped;
    }

    @Override
    public String words() {
      return "random mask " + seed;
    }
  }

  /** How many channels that weights make can go, and what keeps the others. */
  private static String row(Path model) {
    Network network = Prune.network(model, PruneOptions.STANDARD);
    int all = 0;
    int free = 0;
    Map<String, Integer> causes = new TreeMap<>();
    for (ChannelGroup group : network.groups()) {
      if (network.hasFilters(group)) {
        int channels = group.channels().stream().mapToInt(positions -> positions.length).sum();
        all += channels;
        free += network.isPrunable(group) ? channels : 0;
        String cause = group.pin().map(PruneTest::cause).orElse("it is the only one");
        if (!network.isPrunable(group)) {
          causes.merge(cause, channels, Integer::sum);
        }
      }
    }
    return "| %s | %d | %.0f%% | %s |"
        .formatted(model.getFileName(), all, 100.0 * free / all, causes);
  }

  private static String cause(Pin pin) {
    return pin.toString().replaceAll("'[^']*'", "");
  }

  /** On the input that was recorded with the model. */
  private static double difference(Path model, PruneResult result) {
    String name = model.getFileName().toString().replace(".onnx", "");
    Tensor recorded = TensorFile.read(model.resolveSibling(name).resolve("input_0.pb"));
    Map<String, Tensor> inputs =
        Map.of(result.model().graph().inputs().getFirst().name(), recorded);
    return Difference.of(
        dev.repfuse.testkit.Oracle.run(Prune.masked(model, result), inputs),
        dev.repfuse.testkit.Oracle.run(result.model(), inputs));
  }
}
