package dev.repfuse.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A protobuf message taken apart into fields, to be changed and put together again. Which payloads
 * are messages is guessed: those that parse as one.
 */
final class WireTree {
  private static final int DEEPEST = 20;
  private static final int LARGEST_FIELD = 100;

  final List<Field> fields = new ArrayList<>();

  /** One field of a message; changing its parts changes what {@link #encode} writes. */
  static final class Field {
    int number;
    int wireType;

    /** The value of a varint. */
    long varint;

    /** The payload of every other type, unless {@link #message} holds it. */
    byte[] bytes = new byte[0];

    Optional<WireTree> message = Optional.empty();

    Field copy() {
      Field copy = new Field();
      copy.number = number;
      copy.wireType = wireType;
      copy.varint = varint;
      copy.bytes = bytes.clone();
      copy.message = message.map(WireTree::copy);
      return copy;
    }
  }

  WireTree copy() {
    WireTree copy = new WireTree();
    fields.forEach(field -> copy.fields.add(field.copy()));
    return copy;
  }

  /** Takes a whole message apart; empty if it is none. */
  static Optional<WireTree> parse(byte[] message) {
    return parse(message, 0);
  }

  private static Optional<WireTree> parse(byte[] message, int depth) {
    WireTree tree = new WireTree();
    int[] at = {0};
    while (at[0] < message.length) {
      Optional<Field> field = field(message, at, depth);
      if (field.isEmpty()) {
        return Optional.empty();
      }
      tree.fields.add(field.get());
    }
    return Optional.of(tree);
  }

  private static Optional<Field> field(byte[] message, int[] at, int depth) {
    long tag = varint(message, at);
    Field field = new Field();
    field.number = (int) (tag >>> 3);
    field.wireType = (int) tag & 7;
    boolean plausible = tag > 0 && field.number > 0 && field.number < LARGEST_FIELD;
    long length =
        switch (field.wireType) {
          case 0 -> 0;
          case 1 -> 8;
          case 2 -> varint(message, at);
          case 5 -> 4;
          default -> -1;
        };
    if (!plausible || length < 0 || length > message.length - at[0]) {
      return Optional.empty();
    }
    if (field.wireType == 0) {
      int start = at[0];
      field.varint = varint(message, at);
      return at[0] > start ? Optional.of(field) : Optional.empty();
    }
    field.bytes = Arrays.copyOfRange(message, at[0], at[0] + (int) length);
    at[0] += (int) length;
    if (field.wireType == 2 && depth < DEEPEST && length > 1) {
      field.message = parse(field.bytes, depth + 1);
    }
    return Optional.of(field);
  }

  /** Reads a varint, or answers 0 and stays where it is if there is none. */
  private static long varint(byte[] message, int[] at) {
    long value = 0;
    for (int i = 0; i < 10 && at[0] + i < message.length; i++) {
      byte octet = message[at[0] + i];
      value |= (octet & 0x7FL) << (7 * i);
      if (octet >= 0) {
        at[0] += i + 1;
        return value;
      }
    }
    return 0;
  }

  /** Puts the message together, with true lengths. */
  byte[] encode() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Field field : fields) {
      putVarint(out, (long) field.number << 3 | field.wireType);
      if (field.wireType == 0) {
        putVarint(out, field.varint);
        continue;
      }
      byte[] payload = field.message.map(WireTree::encode).orElse(field.bytes);
      if (field.wireType == 2) {
        putVarint(out, payload.length);
      }
      out.writeBytes(payload);
    }
    return out.toByteArray();
  }

  private static void putVarint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) (rest | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  /** The bytes of a model without the main graph's initializers of these names. */
  static byte[] withoutInitializers(byte[] model, Set<String> names) {
    if (names.isEmpty()) {
      return model;
    }
    WireTree tree = parse(model).orElseThrow();
    tree.fields.stream()
        .filter(field -> field.number == 7)
        .flatMap(field -> field.message.stream())
        .forEach(graph -> graph.fields.removeIf(field -> isInitializer(field, names)));
    return tree.encode();
  }

  private static boolean isInitializer(Field field, Set<String> names) {
    return field.number == 5
        && field.message.stream()
            .flatMap(tensor -> tensor.fields.stream())
            .anyMatch(part ->
                part.number == 8 && names.contains(new String(part.bytes, StandardCharsets.UTF_8)));
  }

  /** Every message in it, itself first. */
  List<WireTree> messages() {
    List<WireTree> all = new ArrayList<>(List.of(this));
    for (int i = 0; i < all.size(); i++) {
      for (Field field : all.get(i).fields) {
        field.message.ifPresent(all::add);
      }
    }
    return all;
  }
}
