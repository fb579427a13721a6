package dev.repfuse.runtime;

import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.io.wire.WireWriter;

/** A model without nodes that returns one constant; field numbers are those of the ONNX format. */
final class ConstantModel {
  private static final long IR_VERSION = 10;
  private static final long OPSET = 21;

  private ConstantModel() {}

  /**
   * The bytes of a model whose only output {@code name} is {@code constant}, which has no strings.
   */
  static byte[] returning(String name, Tensor constant) {
    long[] sizes = constant.shape().sizes().orElseThrow();
    WireWriter initializer =
        new WireWriter()
            .packedVarints(1, sizes)
            .varint(2, constant.type().code())
            .utf8(8, name)
            .bytes(9, constant.bytes());
    WireWriter shape = new WireWriter();
    for (long size : sizes) {
      shape.message(1, new WireWriter().varint(1, size));
    }
    WireWriter tensorType = new WireWriter().varint(1, constant.type().code()).message(2, shape);
    WireWriter output =
        new WireWriter().utf8(1, name).message(2, new WireWriter().message(1, tensorType));
    WireWriter graph = new WireWriter().utf8(2, name).message(5, initializer).message(12, output);
    return new WireWriter()
        .varint(1, IR_VERSION)
        .message(7, graph)
        .message(8, new WireWriter().varint(2, OPSET))
        .toByteArray();
  }
}
