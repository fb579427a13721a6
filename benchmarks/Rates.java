import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.repfuse.TargetFile;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.pass.cost.Target;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * What one core does in ONNX Runtime: multiply-accumulates per nanosecond of convolutions of every
 * kind, bytes per nanosecond of operators that only move memory, nanoseconds per node of a chain of
 * the smallest. The best of 60 runs counts. The figures of {@code dev.repfuse.pass.cost.Target} stand
 * on it. With a name and a file, what {@code --for} needs to know is written as docs/target.md
 * describes it, instead of the table.
 *
 * <pre>
 * java -cp 'tools/target/repfuse/lib/*' benchmarks/Rates.java
 * java -cp 'tools/target/repfuse/lib/*' benchmarks/Rates.java --target 'my board' board.json
 * </pre>
 */
public final class Rates {
  private static final int RUNS = 60;
  private static final int CONVOLUTIONS = 4;

  private Rates() {}

  public static void main(String[] args) throws Exception {
    if (args.length == 3 && args[0].equals("--target")) {
      target(args[1], Path.of(args[2]));
    } else if (args.length == 0) {
      table();
    } else {
      System.err.println("usage: Rates.java [--target <name> <file>]");
      System.exit(2);
    }
  }

  /** The medians of a few shapes each, at the highest optimization level. */
  private static void target(String name, Path file) throws Exception {
    OptLevel level = OptLevel.ALL_OPT;
    double dense =
        median(
            rate(64, 1, 3, 56, level),
            rate(256, 1, 1, 28, level),
            rate(128, 1, 3, 28, level),
            rate(128, 4, 3, 28, level));
    double narrow =
        median(
            rate(128, 32, 3, 28, level),
            rate(128, 16, 3, 28, level),
            rate(4, 1, 3, 56, level),
            rate(8, 1, 3, 56, level));
    double depthwise =
        median(
            rate(64, 64, 3, 56, level), rate(256, 256, 3, 28, level), rate(128, 128, 5, 28, level));
    int streamed = 128 * 224 * 224;
    double bytes = 8.0 * streamed / elementwise(streamed, 8);
    double launch =
        nanoseconds(convolutions(16, 1, 1, 1, 200), new long[] {1, 16, 1, 1}, level) / 200;
    Target target =
        new Target(
            name,
            rounded(dense),
            rounded(narrow),
            rounded(depthwise),
            rounded(bytes),
            rounded(launch),
            Target.GENERIC.channelMultiple());
    TargetFile.write(
        target,
        Map.of(
            "by", "benchmarks/Rates.java",
            "runtime", "onnxruntime " + OrtEnvironment.getEnvironment().getVersion(),
            "machine", System.getProperty("os.arch") + " " + System.getProperty("os.name")),
        file);
    System.out.println(target);
  }

  private static double rounded(double value) {
    return new BigDecimal(value).round(new MathContext(3)).doubleValue();
  }

  private static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static void table() throws Exception {
    System.out.println("what\tsize\tlevel\tunit\tvalue");
    for (OptLevel level : new OptLevel[] {OptLevel.ALL_OPT, OptLevel.EXTENDED_OPT}) {
      convolution("dense", 64, 1, 3, 56, level);
      convolution("dense", 256, 1, 1, 28, level);
      convolution("dense", 128, 1, 3, 28, level);
      convolution("depthwise", 64, 64, 3, 56, level);
      convolution("depthwise", 256, 256, 3, 28, level);
      convolution("depthwise", 128, 128, 5, 28, level);
      for (int channels : new int[] {4, 8, 16, 32}) {
        convolution("groups of " + channels, 128, 128 / channels, 3, 28, level);
        convolution("dense", channels, 1, 3, 56, level);
      }
    }
    int[][] chains = {{8, 200}, {64 * 28 * 28, 40}, {128 * 56 * 56, 20}, {128 * 224 * 224, 8}};
    for (int[] chain : chains) {
      double time = elementwise(chain[0], chain[1]);
      print("elementwise", chain[0] + " floats", "ALL_OPT", "ns/node", time);
      print("elementwise", chain[0] + " floats", "ALL_OPT", "bytes/ns", 8.0 * chain[0] / time);
    }
  }

  private static void convolution(
      String kind, int channels, int group, int kernel, int size, OptLevel level) throws Exception {
    String shape = "%d channels, k%d, %dx%d".formatted(channels, kernel, size, size);
    print(kind, shape, level.name(), "MAC/ns", rate(channels, group, kernel, size, level));
  }

  /** Multiply-accumulates per nanosecond of a chain of convolutions. */
  private static double rate(int channels, int group, int kernel, int size, OptLevel level)
      throws Exception {
    double macs =
        (double) CONVOLUTIONS * channels * (channels / group) * kernel * kernel * size * size;
    String model = convolutions(channels, group, kernel, size, CONVOLUTIONS);
    return macs / nanoseconds(model, new long[] {1, channels, size, size}, level);
  }

  private static String convolutions(int channels, int group, int kernel, int size, int count) {
    int pad = kernel / 2;
    StringBuilder nodes = new StringBuilder();
    for (int i = 0; i < count; i++) {
      nodes.append(
          " v%d = Conv <pads = [%d,%d,%d,%d], group = %d> (%s, w)"
              .formatted(i + 1, pad, pad, pad, pad, group, i == 0 ? "x" : "v" + i));
    }
    String type = "float[1,%d,%d,%d]".formatted(channels, size, size);
    return "g (%s x) => (%s y) <float[%d,%d,%d,%d] w ~ normal(1, 0.01)> {%s y = Relu (v%d) }"
        .formatted(type, type, channels, channels / group, kernel, kernel, nodes, count);
  }

  /** Nanoseconds per node of a chain of nodes that only move memory. */
  private static double elementwise(int elements, int nodes) throws Exception {
    StringBuilder chain = new StringBuilder();
    for (int i = 0; i < nodes; i++) {
      chain.append(
          " %s = %s (%s)"
              .formatted(
                  i == nodes - 1 ? "y" : "v" + (i + 1),
                  i % 2 == 0 ? "Neg" : "Abs",
                  i == 0 ? "x" : "v" + i));
    }
    String type = "float[%d]".formatted(elements);
    String model = "g (%s x) => (%s y) {%s }".formatted(type, type, chain);
    return nanoseconds(model, new long[] {elements}, OptLevel.ALL_OPT) / nodes;
  }

  private static double nanoseconds(String model, long[] shape, OptLevel level) throws Exception {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setOptimizationLevel(level);
      FloatBuffer zeros = FloatBuffer.allocate((int) Arrays.stream(shape).reduce(1, (a, b) -> a * b));
      try (OrtSession session =
              environment.createSession(ModelFile.toBytes(ModelText.parse(model)), options);
          OnnxTensor x = OnnxTensor.createTensor(environment, zeros, shape)) {
        long best = Long.MAX_VALUE;
        for (int run = 0; run < RUNS; run++) {
          long start = System.nanoTime();
          session.run(Map.of("x", x)).close();
          best = Math.min(best, System.nanoTime() - start);
        }
        return best;
      }
    }
  }

  private static void print(String what, String size, String level, String unit, double value) {
    System.out.printf(Locale.ROOT, "%s\t%s\t%s\t%s\t%.2f%n", what, size, level, unit, value);
  }
}
