package dev.repfuse.report;

import dev.repfuse.ir.GraphInput;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Output;
import dev.repfuse.ir.io.Metadata;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What is in a model. */
public final class Inspection {
  private static final int LARGEST_SHOWN = 5;

  private final Path input;
  private final Model model;
  private final ModelStatistics statistics;
  private final Weights weights;

  private Inspection(Path input, Model model, ModelStatistics statistics) {
    this.input = input;
    this.model = model;
    this.statistics = statistics;
    this.weights = Weights.of(model);
  }

  public static Inspection of(Path input, Model model) {
    return new Inspection(input, model, ModelStatistics.of(model));
  }

  /** For people. */
  public String text() {
    StringBuilder text = new StringBuilder();
    line(text, "%s", input);
    line(text, "  IR version   %d", model.irVersion());
    line(text, "  opsets       %s", String.join(", ", opsets()));
    line(text, "  producer     %s", model.producer().isEmpty() ? "not stated" : model.producer());
    line(text, "  size         %s", Figures.bytes(statistics.bytes()));
    line(text, "  parameters   %s", Figures.count(statistics.parameters()));
    line(text, "  statistics   %s", Figures.count(statistics.statistics()));
    line(text, "  MACs         %s", Figures.count(statistics.macs()));
    weights(text);
    line(text, "%nInputs:");
    model
        .graph()
        .inputs()
        .forEach(in -> line(text, "  %s: %s", in.name(), TypeWords.of(in.type())));
    line(text, "%nOutputs:");
    for (Output output : model.graph().outputs()) {
      line(text, "  %s: %s", output.info().name(), TypeWords.of(output.info().type()));
    }
    line(text, "%nOperators (%d nodes):", statistics.nodes());
    statistics.operators().entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .forEach(entry -> line(text, "  %6d  %s", entry.getValue(), entry.getKey()));
    layers(text);
    return text.toString();
  }

  private void weights(StringBuilder text) {
    line(text, "  weights      %s", stored(weights.bytesByType()));
    if (!weights.externalFiles().isEmpty()) {
      line(
          text,
          "  external     %s in %s",
          Figures.bytes(weights.externalBytes()),
          String.join(", ", weights.externalFiles()));
    }
    if (!model.functions().isEmpty()) {
      line(text, "  functions    %s", String.join(", ", functions()));
    }
  }

  private static String stored(Map<String, Long> bytesByType) {
    return bytesByType.isEmpty()
        ? "none"
        : bytesByType.entrySet().stream()
            .map(entry -> Figures.bytes(entry.getValue()) + " " + entry.getKey())
            .collect(Collectors.joining(", "));
  }

  private List<String> functions() {
    return model.functions().stream()
        .map(function -> function.operator().domain() + "." + function.operator().type())
        .toList();
  }

  private void layers(StringBuilder text) {
    List<Layer> largest = Layer.largest(model, LARGEST_SHOWN);
    if (largest.isEmpty()) {
      return;
    }
    line(text, "%nLargest layers: %7s %12s", "MACs", "parameters");
    for (Layer layer : largest) {
      line(
          text,
          "  %21s %12s  %s",
          Figures.count(layer.macs()),
          Figures.count(layer.parameters()),
          layer.node());
    }
  }

  private static void line(StringBuilder text, String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }

  private List<String> opsets() {
    return model.opsets().stream()
        .map(o -> (o.domain().isEmpty() ? "ai.onnx" : o.domain()) + " " + o.version())
        .toList();
  }

  /** For programs. */
  public String json() {
    Map<String, Object> document = Json.document("inspect");
    document.put("input", input.toString());
    document.put("irVersion", model.irVersion());
    document.put("opsets", opsets());
    document.put("producer", model.producer());
    document.put("functions", functions());
    document.put("inputs", model.graph().inputs().stream().map(Inspection::input).toList());
    document.put("outputs", model.graph().outputs().stream().map(Inspection::output).toList());
    document.put("statistics", Json.statistics(statistics));
    document.put("weightBytesByType", weights.bytesByType());
    document.put("externalBytes", weights.externalBytes());
    document.put("externalFiles", weights.externalFiles());
    document.put(
        "largestLayers",
        Layer.largest(model, LARGEST_SHOWN).stream().map(Inspection::layer).toList());
    document.put("metadata", Metadata.of(model));
    return Json.write(document);
  }

  private static Map<String, Object> input(GraphInput input) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", input.name());
    object.put("type", TypeWords.of(input.type()));
    object.put("hasDefault", input.byDefault().isPresent());
    return object;
  }

  private static Map<String, Object> output(Output output) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", output.info().name());
    object.put("type", TypeWords.of(output.info().type()));
    return object;
  }

  private static Map<String, Object> layer(Layer layer) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("node", layer.node());
    object.put("parameters", layer.parameters());
    Json.put(object, "macs", layer.macs());
    return object;
  }
}
