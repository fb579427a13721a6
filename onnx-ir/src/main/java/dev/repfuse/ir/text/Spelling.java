package dev.repfuse.ir.text;

import dev.repfuse.ir.ElementType;
import java.util.Locale;

/** Which words are identifiers, and how names and strings are quoted. */
final class Spelling {
  private Spelling() {}

  static boolean startsIdentifier(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  /** Letters, digits and underscores; and primes, which this project adds. */
  static boolean continuesIdentifier(char c) {
    return startsIdentifier(c) || (c >= '0' && c <= '9') || c == '\'';
  }

  static boolean isSpecialFloat(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "inf", "infinity", "nan" -> true;
      default -> false;
    };
  }

  /** Whether a type can begin with this word. */
  static boolean isTypeWord(String word) {
    return switch (word) {
      case "seq", "map", "optional", "sparse_tensor", "opaque" -> true;
      default -> ElementType.ofKeyword(word).isPresent();
    };
  }

  /** A name as the text spells it: quoted unless it is an identifier that means nothing else. */
  static String name(String name) {
    boolean plain = !name.isEmpty() && startsIdentifier(name.charAt(0));
    for (int i = 0; plain && i < name.length(); i++) {
      plain = continuesIdentifier(name.charAt(i)) && name.charAt(i) != '\'';
    }
    return plain && !isTypeWord(name) && !isSpecialFloat(name) ? name : quoted(name);
  }

  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
