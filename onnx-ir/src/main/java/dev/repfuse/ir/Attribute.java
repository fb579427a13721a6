package dev.repfuse.ir;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A named constant argument of a node.
 *
 * @param encoded the message as it stood in the file; written back verbatim unless it holds a graph
 */
public record Attribute(String name, Content content, Optional<MemorySegment> encoded) {

  /** What an attribute can hold. */
  public sealed interface Content {}

  /** A float32. */
  public record FloatValue(float value) implements Content {}

  /** An int64. */
  public record IntValue(long value) implements Content {}

  /** A byte string, UTF-8 by convention. */
  public record StringValue(MemorySegment bytes) implements Content {
    /** The bytes read as UTF-8. */
    public String text() {
      return new String(
          bytes.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }
  }

  /** A tensor. */
  public record TensorValue(Tensor tensor) implements Content {}

  /** A subgraph, such as a branch of If. */
  public record GraphValue(Graph graph) implements Content {}

  /** A sparse tensor. */
  public record SparseTensorValue(SparseTensor tensor) implements Content {}

  /** A type. */
  public record TypeValue(Type type) implements Content {}

  /** A list of float32, compared by identity; see {@link #sameContent}. */
  @SuppressWarnings("ArrayRecordComponent")
  public record FloatValues(float[] values) implements Content {}

  /** A list of int64, compared by identity; see {@link #sameContent}. */
  @SuppressWarnings("ArrayRecordComponent")
  public record IntValues(long[] values) implements Content {}

  /** A list of byte strings. */
  public record StringValues(List<StringValue> values) implements Content {}

  /** A list of tensors. */
  public record TensorValues(List<Tensor> tensors) implements Content {}

  /** A list of subgraphs. */
  public record GraphValues(List<Graph> graphs) implements Content {}

  /** A list of sparse tensors. */
  public record SparseTensorValues(List<SparseTensor> tensors) implements Content {}

  /** A list of types. */
  public record TypeValues(List<Type> types) implements Content {}

  /**
   * Stands, inside of a function, for an attribute of the node that calls it.
   *
   * @param attribute the caller's attribute
   * @param typeCode the value of {@code AttributeProto.AttributeType}
   */
  public record Reference(String attribute, int typeCode) implements Content {}

  /** An attribute that says nothing. */
  public record Nothing() implements Content {}

  private static Attribute fresh(String name, Content content) {
    return new Attribute(name, content, Optional.empty());
  }

  public static Attribute of(String name, long value) {
    return fresh(name, new IntValue(value));
  }

  public static Attribute of(String name, long[] values) {
    return fresh(name, new IntValues(values.clone()));
  }

  public static Attribute of(String name, float value) {
    return fresh(name, new FloatValue(value));
  }

  public static Attribute of(String name, String text) {
    return fresh(
        name,
        new StringValue(MemorySegment.ofArray(text.getBytes(StandardCharsets.UTF_8)).asReadOnly()));
  }

  public static Attribute of(String name, Tensor tensor) {
    return fresh(name, new TensorValue(tensor));
  }

  public static Attribute of(String name, Graph graph) {
    return fresh(name, new GraphValue(graph));
  }

  /** An attribute of any content. */
  public static Attribute of(String name, Content content) {
    return fresh(name, content);
  }

  /** The subgraphs in it: none, one or several. */
  public List<Graph> graphs() {
    return switch (content) {
      case GraphValue value -> List.of(value.graph());
      case GraphValues value -> value.graphs();
      default -> List.of();
    };
  }

  /** Whether both hold the same content, floats compared by their bits; graphs by identity. */
  public boolean sameContent(Attribute other) {
    return switch (content) {
      case FloatValue(float a) ->
          other.content instanceof FloatValue(float b)
              && Float.floatToRawIntBits(a) == Float.floatToRawIntBits(b);
      case StringValue a ->
          other.content instanceof StringValue b && a.bytes().mismatch(b.bytes()) < 0;
      case TensorValue(Tensor a) -> other.content instanceof TensorValue(Tensor b) && a.sameAs(b);
      case IntValues(long[] a) ->
          other.content instanceof IntValues(long[] b) && Arrays.equals(a, b);
      case FloatValues(float[] a) ->
          other.content instanceof FloatValues(float[] b) && Arrays.equals(a, b);
      default -> content.equals(other.content);
    };
  }
}
