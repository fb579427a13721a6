package dev.repfuse.ir.text;

import dev.repfuse.ir.Attribute;
import java.util.List;
import java.util.function.Consumer;

/** Prints attributes. */
final class AttributePrinter {
  private final Page page;
  private final TensorPrinter tensors;
  private final GraphPrinter graphs;

  AttributePrinter(Page page, GraphPrinter graphs) {
    this.page = page;
    this.graphs = graphs;
    this.tensors = new TensorPrinter(page);
  }

  /** Prints {@code <a = 1, b = [1, 2]>}, or nothing where there are none. */
  void list(List<Attribute> attributes) {
    List<Attribute> sayable =
        attributes.stream().filter(a -> !(a.content() instanceof Attribute.Nothing)).toList();
    attributes.stream()
        .filter(a -> a.content() instanceof Attribute.Nothing)
        .forEach(a -> page.remark("attribute '" + a.name() + "' says nothing"));
    if (sayable.isEmpty()) {
      return;
    }
    page.add("<");
    each(sayable, this::attribute);
    page.add(">");
  }

  private <T> void each(List<T> items, Consumer<T> printer) {
    String separator = "";
    for (T item : items) {
      page.add(separator);
      printer.accept(item);
      separator = ", ";
    }
  }

  /** Prints one attribute; the kind is stated where the value does not show it. */
  void attribute(Attribute attribute) {
    String owner = "attribute '" + attribute.name() + "'";
    attribute
        .encoded()
        .ifPresent(
            bytes -> Unsaid.of(Unsaid.Message.ATTRIBUTE, bytes, owner).forEach(page::remark));
    page.add(Spelling.name(attribute.name()));
    switch (attribute.content()) {
      case Attribute.FloatValue(float value) -> page.add(" = ").add(number(owner, value));
      case Attribute.IntValue(long value) -> page.add(" = " + value);
      case Attribute.StringValue value -> page.add(" = ").add(string(owner, value));
      case Attribute.TensorValue value -> {
        page.add(" = ");
        tensors.value(attribute.name(), value.tensor());
      }
      case Attribute.GraphValue value -> {
        page.add(" = ");
        graphs.graph(value.graph());
      }
      case Attribute.SparseTensorValue value -> {
        page.add(" = ");
        tensors.value(value.tensor());
      }
      case Attribute.TypeValue value -> page.add(" = ").add(TypeText.print(value.type()));
      case Attribute.FloatValues(float[] values) -> {
        open(AttributeKind.FLOATS, values.length == 0);
        for (int i = 0; i < values.length; i++) {
          page.add(i == 0 ? "" : ", ").add(number(owner, values[i]));
        }
        page.add("]");
      }
      case Attribute.IntValues(long[] values) -> {
        open(AttributeKind.INTS, values.length == 0);
        for (int i = 0; i < values.length; i++) {
          page.add((i == 0 ? "" : ", ") + values[i]);
        }
        page.add("]");
      }
      case Attribute.StringValues(List<Attribute.StringValue> values) ->
          items(AttributeKind.STRINGS, values, value -> page.add(string(owner, value)));
      case Attribute.TensorValues value ->
          items(
              AttributeKind.TENSORS,
              value.tensors(),
              tensor -> tensors.value(attribute.name(), tensor));
      case Attribute.GraphValues value ->
          items(AttributeKind.GRAPHS, value.graphs(), graphs::graph);
      case Attribute.SparseTensorValues value ->
          items(AttributeKind.SPARSE_TENSORS, value.tensors(), tensors::value);
      case Attribute.TypeValues value ->
          items(AttributeKind.TYPES, value.types(), type -> page.add(TypeText.print(type)));
      case Attribute.Reference(String name, int code) -> {
        AttributeKind.ofCode(code).ifPresent(kind -> page.add(": ").add(kind.keyword));
        page.add(" = @").add(Spelling.name(name));
      }
      case Attribute.Nothing nothing -> throw new IllegalArgumentException(owner);
    }
  }

  private <T> void items(AttributeKind kind, List<T> items, Consumer<T> printer) {
    open(kind, items.isEmpty());
    each(items, printer);
    page.add("]");
  }

  private void open(AttributeKind kind, boolean empty) {
    page.add(empty ? ": " + kind.keyword + " = [" : " = [");
  }

  private String number(String owner, float value) {
    if (Float.isNaN(value) && Float.floatToRawIntBits(value) != 0x7FC00000) {
      page.remark(owner + " holds a NaN whose bits a decimal cannot express");
    }
    return Elements.print(value);
  }

  private String string(String owner, Attribute.StringValue value) {
    if (!TensorPrinter.isUtf8(value.bytes())) {
      page.remark(owner + " holds bytes that are no text");
    }
    return Spelling.quoted(value.text());
  }
}
