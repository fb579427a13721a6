package dev.repfuse.prove;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A convolution or transposed convolution with constant weights: for each spatial element of the
 * operand it is listed which tap carries it where.
 */
final class Windows implements Step {
  private final int groupInputs;
  private final int groupOutputs;
  private final int channels;
  private final int inputSize;
  private final int outputSize;
  private final int taps;
  private final int[] starts;
  private final int[] tapOf;
  private final int[] placeOf;
  private final double[] weights;
  private final double[] magnitudes;

  /**
   * The map of windows over a value of extents [batch, channels, …].
   *
   * @param links pairs: spatial element of the operand, tap, spatial element of the result
   * @param weights for each channel of the operand, each tap and each of its group's results
   */
  Windows(int channels, int groups, int groupOutputs, int taps, Links links, double[][] weights) {
    this.channels = channels;
    this.groupInputs = channels / groups;
    this.groupOutputs = groupOutputs;
    this.taps = taps;
    this.inputSize = links.inputSize;
    this.outputSize = links.outputSize;
    this.starts = links.starts();
    int[] next = Arrays.copyOf(starts, inputSize);
    this.tapOf = new int[links.count];
    this.placeOf = new int[links.count];
    for (int i = 0; i < links.count; i++) {
      int place = next[links.from[i]]++;
      tapOf[place] = links.tap[i];
      placeOf[place] = links.to[i];
    }
    this.weights = weights[0];
    this.magnitudes = weights[1];
  }

  @Override
  public void apply(Image in, Image out) {
    int groups = channels / groupInputs;
    for (int i = 0; i < in.count(); i++) {
      int from = in.place(i);
      double value = in.value(from);
      double magnitude = in.magnitude(from);
      int spatial = from % inputSize;
      int channel = from / inputSize % channels;
      int batch = from / inputSize / channels;
      int firstOutput = (batch * groups + channel / groupInputs) * groupOutputs;
      for (int e = starts[spatial]; e < starts[spatial + 1]; e++) {
        int weight = (channel * taps + tapOf[e]) * groupOutputs;
        int to = firstOutput * outputSize + placeOf[e];
        for (int j = 0; j < groupOutputs; j++) {
          if (magnitudes[weight + j] != 0) {
            out.add(to, weights[weight + j] * value, magnitudes[weight + j] * magnitude);
          }
          to += outputSize;
        }
      }
    }
  }

  /** Channels are not told apart: all of a group are marked together. */
  @Override
  public void mark(boolean[] result, boolean[] operand) {
    int planes = operand.length / inputSize / groupInputs;
    for (int plane = 0; plane < planes; plane++) {
      boolean[] any = new boolean[outputSize];
      for (int i = 0; i < groupOutputs * outputSize; i++) {
        any[i % outputSize] |= result[plane * groupOutputs * outputSize + i];
      }
      for (int from = 0; from < inputSize; from++) {
        boolean wanted = false;
        for (int e = starts[from]; e < starts[from + 1] && !wanted; e++) {
          wanted = any[placeOf[e]];
        }
        for (int channel = 0; wanted && channel < groupInputs; channel++) {
          operand[(plane * groupInputs + channel) * inputSize + from] = true;
        }
      }
    }
  }

  /** Windows are compared by the taps that they read with; images of a batch are all alike. */
  @Override
  public List<Optional<Line>> lines(int[] operand, List<Optional<Line>> lines, int[] result) {
    double[] names = new double[tapOf.length];
    Arrays.setAll(names, e -> tapOf[e] + 1);
    Rows rows = Rows.of(starts, placeOf, names, names, outputSize);
    List<Optional<Line>> found = new ArrayList<>();
    found.add(lines.get(0));
    found.add(Optional.empty());
    found.addAll(
        Repetition.of(
            rows,
            Arrays.copyOfRange(operand, 2, operand.length),
            lines.subList(2, lines.size()),
            Arrays.copyOfRange(result, 2, result.length)));
    return found;
  }

  /** Which tap carries which spatial element of the operand to which of the result. */
  static final class Links {
    private final int inputSize;
    private final int outputSize;
    private int[] from = new int[64];
    private int[] tap = new int[64];
    private int[] to = new int[64];
    private int count;

    Links(int inputSize, int outputSize) {
      this.inputSize = inputSize;
      this.outputSize = outputSize;
    }

    void add(int source, int by, int target) {
      if (count == from.length) {
        Indexing.size(new int[] {2 * count});
        from = Arrays.copyOf(from, 2 * count);
        tap = Arrays.copyOf(tap, 2 * count);
        to = Arrays.copyOf(to, 2 * count);
      }
      from[count] = source;
      tap[count] = by;
      to[count++] = target;
    }

    private int[] starts() {
      int[] starts = new int[inputSize + 1];
      for (int i = 0; i < count; i++) {
        starts[from[i] + 1]++;
      }
      for (int i = 0; i < inputSize; i++) {
        starts[i + 1] += starts[i];
      }
      return starts;
    }
  }
}
