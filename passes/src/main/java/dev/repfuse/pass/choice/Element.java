package dev.repfuse.pass.choice;

import dev.repfuse.ir.GraphInput;
import dev.repfuse.ir.Shape;
import java.util.List;
import java.util.stream.LongStream;

/**
 * One number of a graph input of known shape.
 *
 * @param position in the input's order
 */
record Element(GraphInput input, int position) {
  static Element of(Selection single) {
    return new Element(single.input(), single.position());
  }

  /** Its index on each axis. */
  List<Integer> indices() {
    long[] sizes = input.type().tensorShape().flatMap(Shape::sizes).orElseThrow();
    return Selection.indices(position, LongStream.of(sizes).boxed().toList());
  }

  /** What decides where the element is the number of a choice. */
  Decider decider() {
    return new Decider(input.name(), indices());
  }

  @Override
  public String toString() {
    return decider().toString();
  }
}
