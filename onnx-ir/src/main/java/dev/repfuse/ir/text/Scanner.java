package dev.repfuse.ir.text;

import dev.repfuse.ir.ModelException;
import java.util.Locale;
import java.util.Optional;

/** A cursor over the text that reads identifiers, literals and punctuation. */
final class Scanner {
  private final String text;
  private int at;

  Scanner(String text) {
    this.text = text;
  }

  /** The next character after white space and comments; 0 at the end. */
  char peek() {
    skipSpace();
    return here();
  }

  /** Where the next token begins. */
  int position() {
    skipSpace();
    return at;
  }

  /** Goes back to an earlier position. */
  void reset(int position) {
    at = position;
  }

  /** Takes the next character if it is {@code wanted}. */
  boolean matches(char wanted) {
    if (peek() != wanted) {
      return false;
    }
    at++;
    return true;
  }

  /** Takes the next character, which has to be {@code wanted}. */
  void expect(char wanted) {
    if (!matches(wanted)) {
      throw error("expected '" + wanted + "' but found " + found());
    }
  }

  /** Takes {@code =>}. */
  void expectArrow() {
    expect('=');
    if (here() != '>') {
      throw error("expected '=>'");
    }
    at++;
  }

  /** Takes an identifier if one is next. */
  Optional<String> identifier() {
    char first = peek();
    if (!Spelling.startsIdentifier(first)) {
      return Optional.empty();
    }
    int from = at;
    while (at < text.length() && Spelling.continuesIdentifier(text.charAt(at))) {
      at++;
    }
    return Optional.of(text.substring(from, at));
  }

  /** Looks at the next identifier without taking it; empty if there is none. */
  String peekIdentifier() {
    int from = position();
    String next = identifier().orElse("");
    at = from;
    return next;
  }

  /** Takes an identifier, which has to be next. */
  String requireIdentifier(String what) {
    return identifier().orElseThrow(() -> error("expected " + what + " but found " + found()));
  }

  /** Takes an identifier or a quoted name if one is next. */
  Optional<String> name() {
    return peek() == '"' ? Optional.of(string()) : identifier();
  }

  /** Takes an identifier or a quoted name, which has to be next. */
  String requireName(String what) {
    return name().orElseThrow(() -> error("expected " + what + " but found " + found()));
  }

  /** Takes a quoted string; a backslash stands before a quote or a backslash. */
  String string() {
    int from = position();
    expect('"');
    StringBuilder content = new StringBuilder();
    while (here() != '"') {
      if (here() == '\\') {
        at++;
      }
      if (at >= text.length()) {
        throw error(from, "the string is not closed");
      }
      content.append(text.charAt(at++));
    }
    at++;
    return content.toString();
  }

  /** Takes a number or a string. */
  Literal literal() {
    int from = position();
    if (here() == '"') {
      return new Literal(Literal.Kind.STRING, string(), from);
    }
    if (here() == '-') {
      at++;
    }
    if (Character.isLetter(here())) {
      return specialFloat(from);
    }
    if (!digit(here()) && here() != '.') {
      throw error(from, "expected a value but found " + found());
    }
    boolean isFloat = false;
    while (digit(here()) || (here() == '.' && !isFloat)) {
      isFloat |= here() == '.';
      at++;
    }
    if (here() == 'e' || here() == 'E') {
      isFloat = true;
      at++;
      if (here() == '+' || here() == '-') {
        at++;
      }
      while (digit(here())) {
        at++;
      }
    }
    return number(from, isFloat);
  }

  private Literal number(int from, boolean isFloat) {
    String digits = text.substring(from, at);
    char last = digits.charAt(digits.length() - 1);
    if ((!digit(last) && last != '.') || digits.endsWith("-.") || digits.equals(".")) {
      throw error(from, "'" + digits + "' is not a number");
    }
    return new Literal(isFloat ? Literal.Kind.FLOAT : Literal.Kind.INT, digits, from);
  }

  private Literal specialFloat(int from) {
    while (Spelling.continuesIdentifier(here())) {
      at++;
    }
    String word = text.substring(from, at);
    if (!Spelling.isSpecialFloat(word.startsWith("-") ? word.substring(1) : word)) {
      throw error(from, "'" + word + "' is not a number");
    }
    return new Literal(Literal.Kind.FLOAT, word, from);
  }

  /** Takes a whole number of 64 bits. */
  long integer() {
    Literal literal = literal();
    if (literal.kind() == Literal.Kind.INT) {
      try {
        return Long.parseLong(literal.text());
      } catch (NumberFormatException e) {
        throw error(literal.at(), literal.text() + " does not fit in 64 bits", e);
      }
    }
    throw error(literal.at(), "expected a whole number");
  }

  /** Whether nothing but white space and comments is left. */
  boolean atEnd() {
    return position() >= text.length();
  }

  /** An error at the next token. */
  ModelException error(String cause) {
    return error(position(), cause);
  }

  /** An error at a position, as {@code line:column: cause}. */
  ModelException error(int position, String cause) {
    return new ModelException(place(position) + ": " + cause);
  }

  ModelException error(int position, String cause, Exception reason) {
    return new ModelException(place(position) + ": " + cause, reason);
  }

  private String place(int position) {
    int end = Math.min(position, text.length());
    int line = 1;
    int start = 0;
    for (int i = 0; i < end; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        start = i + 1;
      }
    }
    return line + ":" + (end - start + 1);
  }

  private String found() {
    if (atEnd()) {
      return "the end of the text";
    }
    String word = peekIdentifier();
    return "'" + (word.isEmpty() ? String.valueOf(here()) : word) + "'";
  }

  private char here() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  private void skipSpace() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '#' || text.startsWith("//", at)) {
        int newline = text.indexOf('\n', at);
        at = newline < 0 ? text.length() : newline;
      } else if (Character.isWhitespace(c)) {
        at++;
      } else {
        return;
      }
    }
  }

  /** Whether the next word is infinity or NaN. */
  boolean nextIsSpecialFloat() {
    return Spelling.isSpecialFloat(peekIdentifier().toLowerCase(Locale.ROOT));
  }
}
