package dev.repfuse.pass.prune;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Writes random convolutional networks as text: residual, dense, split, shuffled, grouped, gated.
 */
final class RandomNetwork {
  /** A feature map: its name, channels, and extent of both spatial axes. */
  private record Map(String name, int channels, int size) {}

  private final RandomGenerator random;
  private final StringBuilder nodes = new StringBuilder();
  private final StringBuilder constants = new StringBuilder();
  private final List<Map> earlier = new ArrayList<>();
  private int names;

  private RandomNetwork(RandomGenerator random) {
    this.random = random;
  }

  /** The text of a network of a few blocks; some have an open batch. */
  static String text(RandomGenerator random) {
    return new RandomNetwork(random).text();
  }

  private String text() {
    Map map = conv(new Map("x", 3, 8), even(4 + random.nextInt(9)), 1);
    int blocks = 2 + random.nextInt(5);
    for (int i = 0; i < blocks; i++) {
      earlier.add(map);
      map = block(map);
    }
    String batch = random.nextBoolean() ? "1" : "N";
    String end = head(map);
    return "g (float[%s,3,8,8] x) => (float[%s,2] y) <%s> { %s%s }"
        .formatted(batch, batch, constants, nodes, end);
  }

  private static int even(int number) {
    return number + number % 2;
  }

  private Map block(Map map) {
    return switch (random.nextInt(12)) {
      case 0 -> residual(map);
      case 1 -> dense(map);
      case 2 -> split(map);
      case 3 -> shuffle(map);
      case 4 -> grouped(map);
      case 5 -> depthwise(map);
      case 6 -> gated(map);
      case 7 -> normalized(map);
      case 8 -> sliced(map);
      case 9 -> upAndDown(map);
      case 10 -> skip(map);
      default -> unary(conv(map, even(2 + random.nextInt(9)), 3));
    };
  }

  private String constant(String type, String recipe) {
    String name = "w" + names++;
    constants.append(constants.isEmpty() ? "" : ", ").append(type).append(' ').append(name);
    constants.append(recipe);
    return name;
  }

  private String weights(String shape) {
    return constant("float[" + shape + "]", " ~ normal(" + (1 + names) + ")");
  }

  private String numbers(String list) {
    int count = list.split(",").length;
    return constant("int64[" + count + "]", " = {" + list + "}");
  }

  private String node(String operator, String attributes, String inputs) {
    String name = "v" + names++;
    nodes.append(name).append(" = ").append(operator).append(' ').append(attributes);
    nodes.append('(').append(inputs).append(") ");
    return name;
  }

  private Map conv(Map map, int channels, int kernel) {
    String w = weights("%d,%d,%d,%d".formatted(channels, map.channels, kernel, kernel));
    String bias = random.nextBoolean() ? ", " + weights("" + channels) : "";
    int pad = kernel / 2;
    String name =
        node("Conv", "<pads = [%1$d,%1$d,%1$d,%1$d]>".formatted(pad), map.name + ", " + w + bias);
    return new Map(name, channels, map.size);
  }

  private Map unary(Map map) {
    String operator =
        List.of("Relu", "Sigmoid", "Tanh", "LeakyRelu", "Softplus").get(random.nextInt(5));
    return new Map(node(operator, "", map.name), map.channels, map.size);
  }

  private Map residual(Map map) {
    Map inside = conv(unary(conv(map, even(2 + random.nextInt(9)), 3)), map.channels, 1);
    String operator = random.nextInt(3) == 0 ? "Mul" : "Add";
    return new Map(node(operator, "", map.name + ", " + inside.name), map.channels, map.size);
  }

  private Map dense(Map map) {
    Map more = unary(conv(map, even(2 + random.nextInt(5)), 3));
    String name = node("Concat", "<axis = 1>", map.name + ", " + more.name);
    return batchNorm(new Map(name, map.channels + more.channels, map.size));
  }

  private Map batchNorm(Map map) {
    String c = "" + map.channels;
    String variance = constant("float[" + c + "]", " ~ uniform(" + (1 + names) + ", 0.5, 2)");
    String inputs = map.name + ", " + weights(c) + ", " + weights(c) + ", " + weights(c);
    return new Map(
        node("BatchNormalization", "", inputs + ", " + variance), map.channels, map.size);
  }

  private Map split(Map map) {
    if (map.channels == 1) {
      return residual(map);
    }
    int first = 1 + random.nextInt(map.channels - 1);
    String a = "v" + names++;
    String b = "v" + names++;
    String sizes = numbers(first + "," + (map.channels - first));
    nodes.append("%s, %s = Split <axis = 1> (%s, %s) ".formatted(a, b, map.name, sizes));
    Map left = unary(conv(new Map(a, first, map.size), even(2 + random.nextInt(5)), 1));
    String joined = node("Concat", "<axis = 1>", left.name + ", " + b);
    return new Map(joined, left.channels + map.channels - first, map.size);
  }

  private Map sliced(Map map) {
    if (map.channels == 1) {
      return dense(map);
    }
    int from = random.nextInt(map.channels - 1);
    int to = from + 1 + random.nextInt(map.channels - from - 1);
    String bounds = numbers("" + from) + ", " + numbers("" + to) + ", " + numbers("1");
    Map part = new Map(node("Slice", "", map.name + ", " + bounds), to - from, map.size);
    Map other = conv(map, to - from, 1);
    return new Map(node("Add", "", part.name + ", " + other.name), to - from, map.size);
  }

  private Map shuffle(Map map) {
    if (map.channels % 2 != 0) {
      return conv(map, even(map.channels), 1);
    }
    int half = map.channels / 2;
    String apart = numbers("0,2,%d,%d,%d".formatted(half, map.size, map.size));
    String together = numbers("0,%d,%d,%d".formatted(map.channels, map.size, map.size));
    String a = node("Reshape", "", map.name + ", " + apart);
    String b = node("Transpose", "<perm = [0,2,1,3,4]>", a);
    return new Map(node("Reshape", "", b + ", " + together), map.channels, map.size);
  }

  private Map grouped(Map map) {
    if (map.channels % 2 != 0) {
      return unary(map);
    }
    int channels = 2 * (1 + random.nextInt(4));
    String w = weights("%d,%d,1,1".formatted(channels, map.channels / 2));
    return new Map(node("Conv", "<group = 2>", map.name + ", " + w), channels, map.size);
  }

  private Map depthwise(Map map) {
    int multiplier = 1 + random.nextInt(2);
    int channels = multiplier * map.channels;
    String w = weights(channels + ",1,3,3");
    String attributes = "<group = %d, pads = [1,1,1,1]>".formatted(map.channels);
    return new Map(node("Conv", attributes, map.name + ", " + w), channels, map.size);
  }

  private Map gated(Map map) {
    Map pooled = new Map(node("GlobalAveragePool", "", map.name), map.channels, 1);
    Map gate = conv(unary(conv(pooled, 2, 1)), map.channels, 1);
    String sigmoid = node("Sigmoid", "", gate.name);
    return new Map(node("Mul", "", map.name + ", " + sigmoid), map.channels, map.size);
  }

  private Map normalized(Map map) {
    if (map.channels % 2 != 0) {
      return batchNorm(map);
    }
    int groups = random.nextBoolean() ? 2 : map.channels;
    String apart = node("Reshape", "", map.name + ", " + numbers("0," + groups + ",-1"));
    String inputs = apart + ", " + weights("" + groups) + ", " + weights("" + groups);
    String normal = node("InstanceNormalization", "", inputs);
    String shape = node("Shape", "", map.name);
    String back = node("Reshape", "", normal + ", " + shape);
    String scaled = node("Mul", "", back + ", " + weights(map.channels + ",1,1"));
    return new Map(scaled, map.channels, map.size);
  }

  private Map upAndDown(Map map) {
    int channels = even(2 + random.nextInt(5));
    String w = weights("%d,%d,2,2".formatted(map.channels, channels));
    String up = node("ConvTranspose", "<strides = [2,2]>", map.name + ", " + w);
    String down = node("MaxPool", "<kernel_shape = [2,2], strides = [2,2]>", up);
    return new Map(down, channels, map.size);
  }

  private Map skip(Map map) {
    Map from = earlier.get(random.nextInt(earlier.size()));
    if (from.channels == map.channels) {
      String sum = node("Add", "", from.name + ", " + map.name);
      return new Map(sum, map.channels, map.size);
    }
    String joined = node("Concat", "<axis = 1>", from.name + ", " + map.name);
    return new Map(joined, from.channels + map.channels, map.size);
  }

  private String head(Map map) {
    if (random.nextBoolean()) {
      String pooled = node("GlobalAveragePool", "", map.name);
      String flat = node("Flatten", "", pooled);
      return "y = Gemm <transB = 1> (%s, %s)".formatted(flat, weights("2," + map.channels));
    }
    int flat = map.channels * map.size * map.size;
    String rows = node("Reshape", "", map.name + ", " + numbers("0," + flat));
    return "y = MatMul (%s, %s)".formatted(rows, weights(flat + ",2"));
  }
}
