package dev.repfuse.ir;

import java.util.List;

/**
 * In which order a file lists a graph's inputs and initializers, which the graph keeps apart by
 * kind: an input may have a default, and an initializer may be listed among the inputs.
 *
 * @param inputs names of the inputs, of initializers that are listed as inputs too
 * @param initializers names of the initializers, of inputs with a default too
 */
public record FileOrder(List<String> inputs, List<String> initializers) {
  /** The order of a graph that comes from no file. */
  public static final FileOrder NONE = new FileOrder(List.of(), List.of());

  public FileOrder {
    inputs = List.copyOf(inputs);
    initializers = List.copyOf(initializers);
  }
}
