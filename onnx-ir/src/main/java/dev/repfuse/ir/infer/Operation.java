package dev.repfuse.ir.infer;

import dev.repfuse.ir.Absent;
import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Type;
import java.util.Optional;
import java.util.function.Function;

/** A node as a rule sees it: its attributes, and what is known of its inputs. */
final class Operation {
  private final Node node;
  private final long opset;
  private final Function<dev.repfuse.ir.Value, Fact> facts;

  Operation(Node node, long opset, Function<dev.repfuse.ir.Value, Fact> facts) {
    this.node = node;
    this.opset = opset;
    this.facts = facts;
  }

  Node node() {
    return node;
  }

  /** The version of the standard operator set that the model imports. */
  long opset() {
    return opset;
  }

  int inputCount() {
    return node.inputs().size();
  }

  int outputCount() {
    return node.outputs().size();
  }

  /** Whether the input is there. */
  boolean has(int input) {
    return !(node.input(input) instanceof Absent);
  }

  Fact fact(int input) {
    return facts.apply(node.input(input));
  }

  Fact fact(dev.repfuse.ir.Value value) {
    return facts.apply(value);
  }

  Type type(int input) {
    return fact(input).type();
  }

  ElementType element(int input) {
    return type(input).tensorElement();
  }

  /** The element type that all inputs from {@code first} on share, taken from any that tells. */
  ElementType sharedElement(int first) {
    for (int i = first; i < inputCount(); i++) {
      if (element(i) != ElementType.UNDEFINED) {
        return element(i);
      }
    }
    return ElementType.UNDEFINED;
  }

  Optional<Shape> shape(int input) {
    return type(input).tensorShape();
  }

  Optional<Content> content(int input) {
    return fact(input).content();
  }

  /** The input's elements, if each is a known whole number. */
  Optional<long[]> integers(int input) {
    return content(input).flatMap(Content::integers);
  }

  /** Whether a list is given: as an input from opset {@code since} on, before as an attribute. */
  boolean gives(String attribute, int input, int since) {
    return opset >= since ? has(input) : node.attribute(attribute).isPresent();
  }

  /** A list that is an input from opset {@code since} on, before an attribute; if it is known. */
  Optional<long[]> integers(String attribute, int input, int since) {
    return opset >= since ? integers(input) : ints(attribute);
  }

  Optional<long[]> ints(String attribute) {
    return node.intsAttribute(attribute);
  }

  long integer(String attribute, long otherwise) {
    return node.intAttribute(attribute, otherwise);
  }

  /** An integer attribute without a default. */
  long required(String attribute) {
    IllegalNode.unless(
        node.attribute(attribute).map(Attribute::content).orElse(new Attribute.Nothing())
            instanceof Attribute.IntValue,
        "attribute '%s' is missing",
        attribute);
    return node.intAttribute(attribute, 0);
  }

  /** A list attribute of {@code length} values; {@code filler} repeated when it is not given. */
  long[] ints(String attribute, int length, long filler) {
    Optional<long[]> given = ints(attribute);
    if (given.isEmpty()) {
      long[] filled = new long[length];
      java.util.Arrays.fill(filled, filler);
      return filled;
    }
    IllegalNode.unless(
        given.get().length == length,
        "attribute '%s' has %d values where %d are needed",
        attribute,
        given.get().length,
        length);
    return given.get();
  }

  String string(String attribute, String otherwise) {
    return node.stringAttribute(attribute, otherwise);
  }

  /** The axis {@code axis} counted from 0; negative ones count from the end. */
  static int axis(long axis, int rank) {
    IllegalNode.unless(
        axis >= -rank && axis < rank, "axis %d is out of range for rank %d", axis, rank);
    return (int) (axis < 0 ? axis + rank : axis);
  }
}
