package dev.repfuse.ir.text;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Function;
import dev.repfuse.ir.GraphInput;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.OpsetImport;
import dev.repfuse.ir.Output;
import dev.repfuse.ir.io.StringPair;
import dev.repfuse.ir.io.wire.WireReader;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Prints models and their functions. */
final class ModelPrinter {
  private final Page page;
  private final GraphPrinter graphs;

  ModelPrinter(long largest) {
    this.page = new Page(largest);
    this.graphs = new GraphPrinter(page);
  }

  String print(Model model) {
    Unsaid.of(Unsaid.Message.MODEL, model.carried(), "the model").forEach(page::remark);
    header(model);
    graphs.graph(model.graph());
    page.line();
    for (Function function : model.functions()) {
      page.line();
      function(function);
      page.line();
    }
    return page.toString();
  }

  private void header(Model model) {
    List<String> fields = new ArrayList<>();
    fields.add("ir_version: " + model.irVersion());
    fields.add("opset_import: " + opsets(model.opsets()));
    List<StringPair> metadata = new ArrayList<>();
    for (MemorySegment field : model.carried().fields()) {
      WireReader in = WireReader.of(field);
      while (in.next()) {
        switch (in.field()) {
          case 2 -> fields.add("producer_name: " + Spelling.quoted(in.utf8()));
          case 3 -> fields.add("producer_version: " + Spelling.quoted(in.utf8()));
          case 4 -> fields.add("domain: " + Spelling.quoted(in.utf8()));
          case 5 -> fields.add("model_version: " + in.varint());
          case 6 -> fields.add("doc_string: " + Spelling.quoted(in.utf8()));
          case 14 -> metadata.add(StringPair.read(in.bytes()));
          default -> {}
        }
      }
    }
    if (!metadata.isEmpty()) {
      fields.add("metadata_props: " + Entries.print(metadata));
    }
    fields(fields);
  }

  private void fields(List<String> fields) {
    page.indent();
    String separator = "<";
    for (String field : fields) {
      page.add(separator).line().add(field);
      separator = ",";
    }
    page.outdent();
    page.line().add(">").line();
  }

  private static String opsets(List<OpsetImport> opsets) {
    return opsets.stream()
        .map(opset -> Spelling.quoted(opset.domain()) + " : " + opset.version())
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private void function(Function function) {
    Unsaid.of(
            Unsaid.Message.FUNCTION,
            function.encoded(),
            "function '" + function.operator().type() + "'")
        .forEach(page::remark);
    List<String> fields = new ArrayList<>();
    fields.add("domain: " + Spelling.quoted(function.operator().domain()));
    fields.add("opset_import: " + opsets(function.opsets()));
    if (!function.operator().overload().isEmpty()) {
      fields.add("overload: " + Spelling.quoted(function.operator().overload()));
    }
    documentation(function).ifPresent(text -> fields.add("doc_string: " + Spelling.quoted(text)));
    fields(fields);
    page.add(Spelling.name(function.operator().type()));
    attributes(function);
    page.add(names(function.body().inputs().stream().map(GraphInput::name).toList()));
    page.add(" =>");
    page.add(
        names(function.body().outputs().stream().map(Output::info).map(i -> i.name()).toList()));
    page.add(" ");
    graphs.valueInfos(function.body());
    graphs.nodes(function.body());
  }

  private static Optional<String> documentation(Function function) {
    Optional<String> text = Optional.empty();
    WireReader in = WireReader.of(function.encoded());
    while (in.next()) {
      if (in.field() == 8) {
        text = Optional.of(in.utf8());
      }
    }
    return text;
  }

  private void attributes(Function function) {
    if (function.attributes().isEmpty() && function.defaults().isEmpty()) {
      return;
    }
    String separator = " <";
    for (String name : function.attributes()) {
      page.add(separator).add(Spelling.name(name));
      separator = ", ";
    }
    for (Attribute attribute : function.defaults()) {
      page.add(separator);
      graphs.attributes().attribute(attribute);
      separator = ", ";
    }
    page.add(">");
  }

  private static String names(List<String> names) {
    return names.stream().map(Spelling::name).collect(Collectors.joining(", ", " (", ")"));
  }
}
