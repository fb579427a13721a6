import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.ir.text.ModelText;
import java.nio.file.Path;

/**
 * Writes a chain of so many equal layers, so that costs of two chains are known to each other:
 * {@code java -cp 'tools/target/repfuse/lib/*' benchmarks/Layers.java 50 chain.onnx}.
 */
final class Layers {
  public static void main(String[] args) {
    int layers = Integer.parseInt(args[0]);
    StringBuilder nodes = new StringBuilder();
    StringBuilder weights = new StringBuilder();
    for (int i = 0; i < layers; i++) {
      String input = i == 0 ? "x" : "r" + (i - 1);
      weights.append(i == 0 ? "" : ", ").append("float[32,32,3,3] w%d ~ normal(%d)".formatted(i, i + 1));
      nodes.append("c%1$d = Conv <pads = [1,1,1,1]> (%2$s, w%1$d) r%1$d = Tanh (c%1$d) ".formatted(i, input));
    }
    String text =
        "g (float[1,32,28,28] x) => (float[1,32,28,28] r%d) <%s> { %s}"
            .formatted(layers - 1, weights, nodes);
    ModelFile.write(ModelText.parse(text), Path.of(args[1]));
  }
}
