package dev.repfuse.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes broken models of a good one: damaged bytes, and well-formed protobuf that says wrong
 * things. The same seed gives the same mutants.
 */
public final class Hostile {
  private static final long[] VARINTS = {
    0, 1, -1, 2, 63, 1000, Integer.MAX_VALUE, 1L << 31, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE
  };

  private static final String[] STRINGS = {
    "", "x", "../../etc/passwd", "\0", "\n", "-1", "99999999999999999999", "Conv", "ai.onnx"
  };

  /** A broken model. */
  public static final class Mutant {
    private final String what;
    private final byte[] bytes;

    private Mutant(String what, byte[] bytes) {
      this.what = what;
      this.bytes = bytes;
    }

    /** What was done to it, to print when a test fails. */
    public String what() {
      return what;
    }

    /** The file's content. */
    public byte[] bytes() {
      return bytes.clone();
    }

    @Override
    public String toString() {
      return what;
    }
  }

  private final byte[] model;
  private final SplittableRandom random;

  private Hostile(byte[] model, long seed) {
    this.model = model;
    this.random = new SplittableRandom(seed);
  }

  /** Makes {@code count} mutants, each with a seed of its own from {@code seed} upwards. */
  public static Stream<Mutant> mutants(byte[] model, long seed, int count) {
    return IntStream.range(0, count).mapToObj(i -> mutant(model, seed + i));
  }

  /** Makes the mutant of one seed. */
  public static Mutant mutant(byte[] model, long seed) {
    Mutant mutant = new Hostile(model, seed).any();
    return new Mutant("seed " + seed + ": " + mutant.what(), mutant.bytes());
  }

  private Mutant any() {
    return random.nextInt(3) == 0
        ? damaged()
        : WireTree.parse(model).map(this::twisted).orElseGet(this::damaged);
  }

  /** Bytes that need not be protobuf any more. */
  private Mutant damaged() {
    if (model.length == 0) {
      return new Mutant("an empty file", model);
    }
    int at = random.nextInt(model.length);
    byte[] bytes = model.clone();
    return switch (random.nextInt(4)) {
      case 0 -> {
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        yield new Mutant("bit flipped at " + at, bytes);
      }
      case 1 -> new Mutant("cut off at " + at, Arrays.copyOf(model, at));
      case 2 -> {
        int count = Math.min(model.length - at, 1 + random.nextInt(12));
        Arrays.fill(bytes, at, at + count, (byte) 0xFF);
        yield new Mutant(count + " bytes set to 255 at " + at, bytes);
      }
      default -> {
        byte[] longer = Arrays.copyOf(model, model.length + 1);
        System.arraycopy(model, at, longer, at + 1, model.length - at);
        longer[at] = (byte) random.nextInt();
        yield new Mutant("byte inserted at " + at, longer);
      }
    };
  }

  /** Protobuf with true lengths, in which one to three fields are wrong. */
  private Mutant twisted(WireTree tree) {
    List<String> done = new ArrayList<>();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      List<WireTree> messages =
          tree.messages().stream().filter(message -> !message.fields.isEmpty()).toList();
      if (!messages.isEmpty()) {
        WireTree message = messages.get(random.nextInt(messages.size()));
        int index = random.nextInt(message.fields.size());
        done.add(twist(message, index, messages));
      }
    }
    return new Mutant(String.join(", ", done), tree.encode());
  }

  private String twist(WireTree message, int index, List<WireTree> others) {
    WireTree.Field field = message.fields.get(index);
    String label = "field " + field.number;
    return switch (random.nextInt(7)) {
      case 0 -> {
        message.fields.remove(index);
        yield label + " dropped";
      }
      case 1 -> {
        message.fields.add(random.nextInt(message.fields.size() + 1), field.copy());
        yield label + " doubled";
      }
      case 2 -> {
        message.fields.remove(index);
        message.fields.add(random.nextInt(message.fields.size() + 1), field);
        yield label + " moved";
      }
      case 3 -> {
        field.number = 1 + random.nextInt(30);
        yield label + " renumbered " + field.number;
      }
      case 4 -> {
        List<WireTree.Field> strangers = others.get(random.nextInt(others.size())).fields;
        WireTree.Field stranger = strangers.get(random.nextInt(strangers.size())).copy();
        stranger.number = field.number;
        message.fields.set(index, stranger);
        yield label + " replaced by that of another message";
      }
      case 5 -> wrap(field, label);
      default -> fill(field, label);
    };
  }

  /** Nests a message in itself many times over. */
  private String wrap(WireTree.Field field, String label) {
    int depth = 1 << (1 + random.nextInt(10));
    byte[] bytes = field.message.map(WireTree::encode).orElse(field.bytes);
    if (field.wireType == 2 && bytes.length < 1000) {
      field.message = Optional.empty();
      for (int i = 0; i < depth; i++) {
        WireTree outer = new WireTree();
        WireTree.Field inner = new WireTree.Field();
        inner.number = field.number;
        inner.wireType = 2;
        inner.bytes = bytes;
        outer.fields.add(inner);
        bytes = outer.encode();
      }
      field.bytes = bytes;
      return label + " nested " + depth + " times";
    }
    return fill(field, label);
  }

  /** Gives a field another value of its own wire type. */
  private String fill(WireTree.Field field, String label) {
    if (field.wireType == 0) {
      field.varint = VARINTS[random.nextInt(VARINTS.length)];
      return label + " set to " + field.varint;
    }
    if (field.wireType != 2) {
      Arrays.fill(field.bytes, (byte) 0xFF);
      return label + " set to NaN";
    }
    String text = STRINGS[random.nextInt(STRINGS.length)];
    field.message = Optional.empty();
    field.bytes = text.getBytes(StandardCharsets.UTF_8);
    return label + " filled with " + text.length() + " characters";
  }
}
