package dev.repfuse.ir.text;

import dev.repfuse.ir.Type;
import dev.repfuse.ir.ValueInfo;

/** The text that a printer fills: lines with an indentation, and remarks as comments. */
final class Page {
  private final StringBuilder out = new StringBuilder();
  private final long largest;
  private String margin = "";

  /**
   * @param largest constants of more elements than this are left out
   */
  Page(long largest) {
    this.largest = largest;
  }

  boolean takes(long elements) {
    return elements <= largest;
  }

  Page add(String text) {
    out.append(text);
    return this;
  }

  Page line() {
    out.append('\n').append(margin);
    return this;
  }

  void indent() {
    margin += "  ";
  }

  void outdent() {
    margin = margin.substring(2);
  }

  /** A comment up to the end of the line, for what the syntax cannot express. */
  void remark(String text) {
    out.append("# ").append(text.replaceAll("\\p{Cntrl}", "?"));
    line();
  }

  /** A name with its type, if anything is known of it. */
  Page valueInfo(ValueInfo info) {
    info.encoded().ifPresent(bytes -> Unsaid.ofValueInfo(bytes, info).forEach(this::remark));
    if (!(info.type() instanceof Type.UnknownType)) {
      add(TypeText.print(info.type())).add(" ");
    }
    return add(Spelling.name(info.name()));
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
