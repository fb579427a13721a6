package dev.repfuse.ir.schema;

import java.util.List;
import java.util.Map;

/**
 * What one version of a standard operator takes and gives.
 *
 * @param since the operator set that introduced this version
 * @param attributes by name
 * @param formals the inputs' types; the last one may repeat
 */
public record Schema(
    String operator,
    int since,
    Count inputs,
    Count outputs,
    Map<String, AttributeSchema> attributes,
    List<Formal> formals) {

  public Schema {
    attributes = Map.copyOf(attributes);
    formals = List.copyOf(formals);
  }

  /** How many inputs or outputs a node may have; {@link Integer#MAX_VALUE} for any number. */
  public record Count(int least, int most) {}

  /**
   * An attribute.
   *
   * @param typeCode the value of {@code AttributeProto.AttributeType}
   */
  public record AttributeSchema(String name, int typeCode, boolean required) {}

  /** The type that input number {@code index} has to be of. */
  public Formal formal(int index) {
    return index < formals.size() ? formals.get(index) : formals.getLast();
  }
}
