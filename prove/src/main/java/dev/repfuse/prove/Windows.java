package dev.repfuse.prove;

import java.util.Arrays;

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
