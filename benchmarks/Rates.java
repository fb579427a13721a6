import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.ir.text.ModelText;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * What one core does in ONNX Runtime: multiply-accumulates per nanosecond of convolutions of every
 * kind, bytes per nanosecond of operators that only move memory, nanoseconds per node of a chain of
 * the smallest. The best of 60 runs counts. The figures of {@code dev.repfuse.pass.cost.Target} stand
 * on it.
 *
 * <pre>java -cp 'tools/target/repfuse/lib/*' benchmarks/Rates.java</pre>
 */
public final class Rates {
  private static final int RUNS = 60;
  private static final int CONVOLUTIONS = 4;

  private Rates() {}

  public static void main(String[] args) throws Exception {
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
    elementwise(8, 200);
    elementwise(64 * 28 * 28, 40);
    elementwise(128 * 56 * 56, 20);
    elementwise(128 * 224 * 224, 8);
  }

  private static void convolution(
      String kind, int channels, int group, int kernel, int size, OptLevel level) throws Exception {
    int pad = kernel / 2;
    StringBuilder nodes = new StringBuilder();
    for (int i = 0; i < CONVOLUTIONS; i++) {
      nodes.append(
          " v%d = Conv <pads = [%d,%d,%d,%d], group = %d> (%s, w)"
              .formatted(i + 1, pad, pad, pad, pad, group, i == 0 ? "x" : "v" + i));
    }
    String type = "float[1,%d,%d,%d]".formatted(channels, size, size);
    String model =
        "g (%s x) => (%s y) <float[%d,%d,%d,%d] w ~ normal(1, 0.01)> {%s y = Relu (v%d) }"
            .formatted(
                type, type, channels, channels / group, kernel, kernel, nodes, CONVOLUTIONS);
    double macs =
        (double) CONVOLUTIONS * channels * (channels / group) * kernel * kernel * size * size;
    double time = nanoseconds(model, new long[] {1, channels, size, size}, level);
    String shape = "%d channels, k%d, %dx%d".formatted(channels, kernel, size, size);
    print(kind, shape, level.name(), "MAC/ns", macs / time);
  }

  private static void elementwise(int elements, int nodes) throws Exception {
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
    double time = nanoseconds(model, new long[] {elements}, OptLevel.ALL_OPT) / nodes;
    print("elementwise", elements + " floats", "ALL_OPT", "ns/node", time);
    print("elementwise", elements + " floats", "ALL_OPT", "bytes/ns", 8.0 * elements / time);
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
