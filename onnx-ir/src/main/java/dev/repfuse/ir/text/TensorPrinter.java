package dev.repfuse.ir.text;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Payload;
import dev.repfuse.ir.SparseTensor;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.io.StringPair;
import dev.repfuse.ir.io.wire.WireReader;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Prints tensors: their type, name and numbers. */
final class TensorPrinter {
  private final Page page;

  TensorPrinter(Page page) {
    this.page = page;
  }

  /** Prints {@code float[2] k = {1.0,2.0}}. */
  void initializer(String name, Payload payload) {
    switch (payload) {
      case Tensor tensor -> {
        remarks(name, tensor);
        boolean fits = page.takes(tensor.elementCount());
        if (!fits) {
          page.remark(tensor.elementCount() + " elements of '" + name + "' are left out");
        }
        page.add(head(tensor)).add(" ").add(Spelling.name(name));
        if (fits) {
          page.add(" = ");
          data(tensor);
        }
      }
      case SparseTensor sparse -> {
        page.add(head(sparse)).add(" ").add(Spelling.name(name)).add(" = ");
        data(sparse);
      }
    }
  }

  /** Prints a tensor as the value of an attribute. */
  void value(String attribute, Tensor tensor) {
    remarks(attribute, tensor);
    page.add(head(tensor)).add(" ");
    if (!tensor.name().isEmpty()) {
      page.add(Spelling.name(tensor.name())).add(" ");
    }
    if (page.takes(tensor.elementCount())) {
      data(tensor);
    } else {
      page.add("{} ");
      page.remark(tensor.elementCount() + " elements of '" + attribute + "' are left out");
    }
  }

  /** Prints a sparse tensor as the value of an attribute. */
  void value(SparseTensor tensor) {
    page.add(head(tensor)).add(" ");
    if (!tensor.values().name().isEmpty()) {
      page.add(Spelling.name(tensor.values().name())).add(" ");
    }
    data(tensor);
  }

  private static String head(Tensor tensor) {
    return tensor.type().keyword() + TypeText.print(tensor.shape());
  }

  private static String head(SparseTensor tensor) {
    return "sparse_tensor(" + tensor.type().keyword() + TypeText.print(tensor.shape()) + ")";
  }

  private void remarks(String owner, Tensor tensor) {
    tensor
        .encoded()
        .ifPresent(bytes ->
            Unsaid.of(Unsaid.Message.TENSOR, bytes, "'" + owner + "'").forEach(page::remark));
    if (tensor.type() == ElementType.STRING) {
      if (!tensor.strings().stream().allMatch(TensorPrinter::isUtf8)) {
        page.remark("'" + owner + "' holds bytes that are no text");
      }
      return;
    }
    if (tensor.external().isEmpty() && page.takes(tensor.elementCount())) {
      for (long i = 0; i < literals(tensor); i++) {
        if (Elements.isUnusualNan(tensor.type(), tensor.bytes(), i)) {
          page.remark("'" + owner + "' holds a NaN whose bits a decimal cannot express");
          return;
        }
      }
    }
  }

  private static long literals(Tensor tensor) {
    return tensor.elementCount() * Elements.literalsEach(tensor.type());
  }

  private void data(Tensor tensor) {
    if (tensor.external().isPresent() && tensor.encoded().isPresent()) {
      page.add(Entries.print(places(tensor.encoded().get())));
      return;
    }
    page.add("{");
    if (tensor.type() == ElementType.STRING) {
      for (int i = 0; i < tensor.strings().size(); i++) {
        page.add(i == 0 ? "" : ", ").add(Spelling.quoted(text(tensor.strings().get(i))));
      }
    } else {
      MemorySegment bytes = tensor.bytes();
      for (long i = 0; i < literals(tensor); i++) {
        page.add(i == 0 ? "" : ",").add(Elements.print(tensor.type(), bytes, i));
      }
    }
    page.add("}");
  }

  private static List<StringPair> places(MemorySegment message) {
    List<StringPair> places = new ArrayList<>(3);
    WireReader in = WireReader.of(message);
    while (in.next()) {
      if (in.field() == 13) {
        places.add(StringPair.read(in.bytes()));
      }
    }
    return places;
  }

  private void data(SparseTensor tensor) {
    long count = tensor.values().elementCount();
    long[] places = tensor.indices().longs();
    int rank = tensor.indices().shape().rank() > 1 ? tensor.shape().rank() : 1;
    boolean linear = tensor.indices().shape().rank() == 1;
    page.add("{");
    for (int i = 0; i < count; i++) {
      page.add(i == 0 ? "" : ", ").add(linear ? "" : "[");
      for (int axis = 0; axis < rank; axis++) {
        page.add(axis == 0 ? "" : ",").add(Long.toString(places[i * rank + axis]));
      }
      page.add(linear ? ": " : "]: ");
      page.add(Elements.print(tensor.type(), tensor.values().bytes(), i));
    }
    page.add("}");
  }

  static String text(MemorySegment bytes) {
    return new String(bytes.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
  }

  static boolean isUtf8(MemorySegment bytes) {
    try {
      StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toArray(ValueLayout.JAVA_BYTE)));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
