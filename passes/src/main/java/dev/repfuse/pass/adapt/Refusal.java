package dev.repfuse.pass.adapt;

/**
 * Why an output has no head that can be adapted.
 *
 * @param output the graph output
 * @param place the node or value that stands in the way
 * @param cause a clause that follows it
 */
public record Refusal(String output, String place, String cause) implements Finding {
  /** One line. */
  public String words() {
    return "output '%s': %s %s".formatted(output, place, cause);
  }
}
