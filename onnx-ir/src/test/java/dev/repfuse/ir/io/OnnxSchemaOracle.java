package dev.repfuse.ir.io;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The ONNX format as protobuf-java knows it, built from the table {@code onnx-wire.tsv}: a second
 * opinion on every byte that repfuse reads and writes.
 */
public final class OnnxSchemaOracle {
  private static final String PACKAGE = "onnx";
  private static final FileDescriptor FILE = new OnnxSchemaOracle().file();

  /** By name without the package; an outer message comes before the messages nested in it. */
  private final Map<String, DescriptorProto.Builder> messages = new TreeMap<>();

  private final Map<String, EnumDescriptorProto.Builder> enums = new LinkedHashMap<>();

  private OnnxSchemaOracle() {
    for (String line : table()) {
      String[] columns = line.split("\t", -1);
      if (columns[0].equals("enum")) {
        addEnumValue(columns);
      } else if (columns[0].startsWith(PACKAGE + ".")) {
        addField(columns);
      }
    }
  }

  /** The descriptor of a message by its name in the format, such as {@code TensorProto.Segment}. */
  public static Descriptor descriptor(String messageName) {
    String[] path = messageName.split("\\.", -1);
    Descriptor found = FILE.findMessageTypeByName(path[0]);
    for (int i = 1; i < path.length && found != null; i++) {
      found = found.findNestedTypeByName(path[i]);
    }
    if (found == null) {
      throw new IllegalArgumentException("no message " + messageName);
    }
    return found;
  }

  /** The names of all messages, in alphabetical order. */
  public static List<String> messageNames() {
    return List.copyOf(new OnnxSchemaOracle().messages.keySet());
  }

  /**
   * A random message, the same for the same seed, in which every field is set (of a oneof, one),
   * and which holds unknown fields of every wire type.
   *
   * @param depth levels of nested messages; the lowest level has no fields of a message type
   */
  public static DynamicMessage random(String messageName, long seed, int depth) {
    return new RandomMessages(seed).of(descriptor(messageName), depth);
  }

  private static List<String> table() {
    try (InputStream in = OnnxSchemaOracle.class.getResourceAsStream("/onnx-wire.tsv")) {
      byte[] bytes = Objects.requireNonNull(in, "onnx-wire.tsv").readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void addField(String[] columns) {
    DescriptorProto.Builder message =
        messages.computeIfAbsent(
            withoutPackage(columns[0]),
            name -> DescriptorProto.newBuilder().setName(simpleName(name)));
    FieldDescriptorProto.Builder field = message.addFieldBuilder();
    field.setName(columns[1]).setNumber(Integer.parseInt(columns[2]));
    boolean repeated = columns[3].startsWith("repeated");
    field.setLabel(
        repeated
            ? FieldDescriptorProto.Label.LABEL_REPEATED
            : FieldDescriptorProto.Label.LABEL_OPTIONAL);
    if (columns[3].endsWith("packed")) {
      field.getOptionsBuilder().setPacked(true);
    }
    setType(field, columns[4]);
    if (!columns[5].equals("-")) {
      field.setOneofIndex(oneof(message, columns[5]));
    }
  }

  private static void setType(FieldDescriptorProto.Builder field, String type) {
    if (type.startsWith("enum ")) {
      field
          .setType(FieldDescriptorProto.Type.TYPE_ENUM)
          .setTypeName("." + type.substring("enum ".length()));
    } else if (type.startsWith(PACKAGE + ".")) {
      field.setType(FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName("." + type);
    } else {
      field.setType(FieldDescriptorProto.Type.valueOf("TYPE_" + type.toUpperCase(Locale.ROOT)));
    }
  }

  private static int oneof(DescriptorProto.Builder message, String name) {
    for (int i = 0; i < message.getOneofDeclCount(); i++) {
      if (message.getOneofDecl(i).getName().equals(name)) {
        return i;
      }
    }
    message.addOneofDeclBuilder().setName(name);
    return message.getOneofDeclCount() - 1;
  }

  private void addEnumValue(String[] columns) {
    enums
        .computeIfAbsent(
            withoutPackage(columns[1]),
            name -> EnumDescriptorProto.newBuilder().setName(simpleName(name)))
        .addValueBuilder()
        .setName(columns[2])
        .setNumber(Integer.parseInt(columns[3]));
  }

  private FileDescriptor file() {
    FileDescriptorProto.Builder file =
        FileDescriptorProto.newBuilder().setName("onnx.proto").setPackage(PACKAGE);
    enums.forEach((name, declaration) -> {
      if (name.contains(".")) {
        Objects.requireNonNull(messages.get(outerName(name))).addEnumType(declaration);
      } else {
        file.addEnumType(declaration);
      }
    });
    messages.forEach((name, message) -> {
      if (name.contains(".")) {
        Objects.requireNonNull(messages.get(outerName(name))).addNestedType(message);
      }
    });
    messages.forEach((name, message) -> {
      if (!name.contains(".")) {
        file.addMessageType(message);
      }
    });
    try {
      return FileDescriptor.buildFrom(file.build(), new FileDescriptor[0]);
    } catch (DescriptorValidationException e) {
      throw new IllegalStateException("onnx-wire.tsv", e);
    }
  }

  private static String withoutPackage(String name) {
    return name.substring(PACKAGE.length() + 1);
  }

  private static String simpleName(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static String outerName(String name) {
    return name.substring(0, name.lastIndexOf('.'));
  }
}
