import dev.repfuse.ir.Model;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.pass.choice.FindChoices;
import dev.repfuse.pass.choice.SearchSpace;
import dev.repfuse.search.angle.AngleTable;
import dev.repfuse.search.angle.OperatorCosts;
import dev.repfuse.search.angle.Population;
import dev.repfuse.search.angle.Scoring;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;

/**
 * Architectures that are drawn and whose angles are worked out in a second of one core, in a space
 * as large as the one of angle-based shrinking: 21 layers of six operators, 15 of which have an
 * identity as a seventh. What a weight holds does not matter for the time, so that weights are small.
 * Each line is a run in the same process; in the last column only architectures within limits of
 * multiply-accumulates count.
 *
 * <pre>
 * java -cp 'tools/target/repfuse/lib/*' benchmarks/Angles.java > benchmarks/raw/angles.tsv
 * </pre>
 */
public final class Angles {
  private static final int LAYERS = 21;
  private static final int SAMPLES = 200_000;
  private static final int RUNS = 7;

  /** Time of the thread alone, for other work may run beside it. */
  private static final ThreadMXBean CORE = ManagementFactory.getThreadMXBean();

  private Angles() {}

  public static void main(String[] args) {
    Model trained = ModelText.parse(supernet(100));
    SearchSpace space = FindChoices.in(trained).space();
    AngleTable.Matched matched = AngleTable.of(ModelText.parse(supernet(1)), trained, space);
    OperatorCosts macs = matched.macs().orElseThrow();
    System.out.println("run\tarchitectures\tseconds\ta_second\twithin_limits_a_second");
    for (int run = 1; run <= RUNS; run++) {
      long start = CORE.getCurrentThreadCpuTime();
      long children =
          new Scoring(matched.angles(), new Population(SAMPLES, 0, run, child -> true))
              .of(space)
              .children();
      double seconds = (CORE.getCurrentThreadCpuTime() - start) / 1e9;
      long limit = macs.fixed() + 2_500 * LAYERS;
      long from = CORE.getCurrentThreadCpuTime();
      long legal =
          new Scoring(
                  matched.angles(),
                  new Population(SAMPLES, 0, run, child -> macs.of(child) <= limit))
              .of(space)
              .children();
      double limited = (CORE.getCurrentThreadCpuTime() - from) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "%d\t%d\t%.3f\t%.0f\t%.0f%n",
          run,
          children,
          seconds,
          children / seconds,
          legal / limited);
    }
  }

  private static String supernet(int seed) {
    StringBuilder head =
        new StringBuilder("g (float[1,4,4,4] x, int64[%d] arch) => (float[1,4,4,4] y) <"
            .formatted(LAYERS));
    head.append("int64[1] front = {0}, float[4,4,1,1] stem ~ normal(%d)".formatted(seed));
    StringBuilder body = new StringBuilder("{ v0 = Conv (x, stem)\n");
    for (int layer = 0; layer < LAYERS; layer++) {
      head.append(", int64 i%d = {%d}".formatted(layer, layer));
      StringBuilder stack = new StringBuilder();
      for (int choice = 0; choice < 6; choice++) {
        String id = layer + "_" + choice;
        int kernel = 1 + 2 * (choice % 3);
        head.append(
            ", float[4,4,%d,%d] w%s ~ normal(%d)"
                .formatted(kernel, kernel, id, seed + 6 * layer + choice));
        body.append(
            "c%1$s = Conv <pads = [%2$d,%2$d,%2$d,%2$d]> (v%3$d, w%1$s) u%1$s = Unsqueeze (c%1$s, front)\n"
                .formatted(id, choice % 3, layer));
        stack.append(choice == 0 ? "" : ", ").append("u").append(id);
      }
      if (layer % 4 != 0) {
        body.append("p%1$d = Unsqueeze (v%1$d, front)\n".formatted(layer));
        stack.append(", p").append(layer);
      }
      body.append(
          """
          k%1$d = Concat <axis = 0> (%2$s) e%1$d = Gather (arch, i%1$d)
          v%3$d = Gather (k%1$d, e%1$d)
          """
              .formatted(layer, stack, layer + 1));
    }
    return head.append(">\n").append(body).append("y = Neg (v21) }").toString();
  }
}
