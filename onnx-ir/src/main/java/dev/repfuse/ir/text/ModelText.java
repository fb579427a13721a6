package dev.repfuse.ir.text;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.io.ModelFile;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * Models in the ONNX textual syntax, both ways. The syntax is that of <a
 * href="https://github.com/onnx/onnx/blob/main/docs/Syntax.md">ONNX's own parser</a>; what this
 * project adds to it is in {@code docs/onnx-text.md}.
 */
public final class ModelText {
  private static final String LABEL = "text";

  private ModelText() {}

  /**
   * Reads a model. Without a header it is of IR version 8 and operator set 17.
   *
   * @throws ModelException if the text is no valid model; the message begins with {@code
   *     line:column} where the text itself is at fault
   */
  public static Model parse(String text) {
    return ModelFile.parse(MemorySegment.ofArray(new ModelParser(text, false).model()), LABEL);
  }

  /** Reads a model whose external data lies in {@code folder}. */
  public static Model parse(String text, Path folder) {
    MemorySegment bytes = MemorySegment.ofArray(new ModelParser(text, false).model());
    return ModelFile.parse(bytes, LABEL, folder);
  }

  /**
   * Reads a model in which some constants are only named: each name that is read and defined
   * nowhere becomes an input of the main graph, of the type that the text declares of it, if any.
   */
  public static Model parseOpen(String text) {
    return ModelFile.parse(MemorySegment.ofArray(new ModelParser(text, true).model()), LABEL);
  }

  /** Prints a model, every number of it. */
  public static String print(Model model) {
    return print(model, Long.MAX_VALUE);
  }

  /**
   * Prints a model; constants of more than {@code largest} elements are only declared, with a
   * comment in place of their numbers, so that {@link #parseOpen} can read the text.
   */
  public static String print(Model model, long largest) {
    return new ModelPrinter(largest).print(model);
  }
}
