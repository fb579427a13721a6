package dev.repfuse.latency;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.pass.cost.LayerKind;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/**
 * A model of several equal layers that read one value, so that the difference of two such models is
 * what layers take without what a run takes besides. What a layer gives is averaged, so that it
 * need not be brought back from the order in which the runtime keeps channels.
 */
final class LayerModel {
  private final LayerKind kind;
  private final LatencyTable.Widths widths;

  LayerModel(LayerKind kind, LatencyTable.Widths widths) {
    this.kind = kind;
    this.widths = widths;
  }

  /** The model with so many layers. */
  Model of(int copies) {
    StringJoiner weights = new StringJoiner(", ");
    StringBuilder nodes = new StringBuilder();
    StringJoiner given = new StringJoiner(", ");
    for (int i = 0; i < copies; i++) {
      weights.add("float%s w%d ~ normal(%d)".formatted(weightShape(), i, i + 1));
      if (kind.operator().equals("Gemm")) {
        nodes.append("y%1$d = MatMul (x, w%1$d) ".formatted(i));
      } else {
        nodes.append("c%1$d = %2$s %3$s (x, w%1$d) ".formatted(i, kind.operator(), attributes()));
        nodes.append("y%1$d = GlobalAveragePool (c%1$d) ".formatted(i));
      }
      given.add("y" + i);
    }
    String extents = open(kind.operator().equals("Gemm") ? 2 : 2 + kind.extents().size());
    return ModelText.parse(
        "g (float%s x) => (float[%s] y) <%s> { %s y = Concat <axis = 1> (%s) }"
            .formatted(inputShape(), extents, weights, nodes, given));
  }

  private static String open(int rank) {
    return List.of("A", "B", "C", "D", "E").subList(0, rank).stream()
        .collect(Collectors.joining(","));
  }

  private long groups() {
    return kind.group() == 0 ? widths.inputs() : kind.group();
  }

  private String weightShape() {
    String window = kind.kernel().stream().map(k -> "," + k).collect(Collectors.joining());
    return switch (kind.operator()) {
      case "Gemm" -> "[%d,%d]".formatted(widths.inputs(), widths.outputs());
      case "ConvTranspose" ->
          "[%d,%d%s]".formatted(widths.inputs(), widths.outputs() / groups(), window);
      default -> "[%d,%d%s]".formatted(widths.outputs(), widths.inputs() / groups(), window);
    };
  }

  private String inputShape() {
    String extents = kind.extents().stream().map(String::valueOf).collect(Collectors.joining(","));
    return kind.operator().equals("Gemm")
        ? "[%s,%d]".formatted(extents, widths.inputs())
        : "[1,%d,%s]".formatted(widths.inputs(), extents);
  }

  private String attributes() {
    return "<group = %d, strides = %s, pads = %s, dilations = %s>"
        .formatted(groups(), kind.strides(), kind.pads(), kind.dilations());
  }
}
