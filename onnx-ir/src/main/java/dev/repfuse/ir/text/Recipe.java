package dev.repfuse.ir.text;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * How the elements of a tensor are made, so that a test need not spell them: an extension of the
 * textual syntax, {@code float[8,3,3,3] w ~ normal(7, 0.1)}.
 *
 * <p>Random numbers come from SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number
 * Generators, OOPSLA 2014), whose state starts as the seed. Each draw adds {@code
 * 0x9E3779B97F4A7C15} to the state and mixes a copy: {@code z = (z ^ z>>>30) * 0xBF58476D1CE4E5B9;
 * z = (z ^ z>>>27) * 0x94D049BB133111EB; z ^= z>>>31}. A unit number is {@code (z >>> 11) * 2^-53}.
 * A normal number takes two units u and v, by Box and Muller: {@code sqrt(-2 ln(1 - u)) cos(2 pi
 * v)} in {@link StrictMath}. Elements are drawn in row-major order, so a recipe gives the same
 * bytes on every machine. For integer types the number is rounded down.
 */
public sealed interface Recipe {
  /** The recipes, as an error message names them. */
  String FORMS =
      "normal(seed), normal(seed, scale), uniform(seed, low, high), variance(seed),"
          + " constant(value), range(start, step)";

  /** Element number {@code index}, in row-major order; called once for each, in order. */
  double element(SplitMix random, long index);

  /** The seed of the generator; 0 where nothing is random. */
  default long seed() {
    return 0;
  }

  /** Normal numbers of mean 0. */
  record Normal(long seed, double scale) implements Recipe {
    @Override
    public double element(SplitMix random, long index) {
      return scale * random.normal();
    }
  }

  /** Evenly spread numbers from {@code low} up to, but without, {@code high}. */
  record Uniform(long seed, double low, double high) implements Recipe {
    @Override
    public double element(SplitMix random, long index) {
      return low + (high - low) * random.unit();
    }
  }

  /** One number throughout. */
  record Constant(double value) implements Recipe {
    @Override
    public double element(SplitMix random, long index) {
      return value;
    }
  }

  /** {@code start}, {@code start + step}, and so on. */
  record Range(double start, double step) implements Recipe {
    @Override
    public double element(SplitMix random, long index) {
      return start + step * index;
    }
  }

  /** The tensor that the recipe makes. */
  default Tensor make(ElementType type, Shape shape) {
    double[] values = new double[Math.toIntExact(shape.elementCount().orElseThrow())];
    SplitMix random = new SplitMix(seed());
    for (int i = 0; i < values.length; i++) {
      double value = element(random, i);
      values[i] = type.isFloating() ? value : Math.floor(value);
    }
    return Tensor.ofDoubles(type, shape, values);
  }

  /** The recipe of this name with these arguments, if there is one. */
  static Optional<Recipe> of(String name, List<Literal> arguments) {
    return switch (name + "/" + arguments.size()) {
      case "normal/1" -> Optional.of(new Normal(seed(arguments), 1));
      case "normal/2" -> Optional.of(new Normal(seed(arguments), number(arguments, 1)));
      case "uniform/3" ->
          Optional.of(new Uniform(seed(arguments), number(arguments, 1), number(arguments, 2)));
      case "variance/1" -> Optional.of(new Uniform(seed(arguments), 0.3, 2.5));
      case "constant/1" -> Optional.of(new Constant(number(arguments, 0)));
      case "range/2" -> Optional.of(new Range(number(arguments, 0), number(arguments, 1)));
      default -> Optional.empty();
    };
  }

  private static long seed(List<Literal> arguments) {
    return (long) number(arguments, 0);
  }

  private static double number(List<Literal> arguments, int index) {
    return arguments.get(index).asDouble();
  }
}
