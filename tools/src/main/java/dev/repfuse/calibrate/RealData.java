package dev.repfuse.calibrate;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.runtime.DataException;
import dev.repfuse.runtime.InputData;
import dev.repfuse.runtime.InputSpec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * What the user has of real data, and how it becomes input.
 *
 * @param file .npz, .npy, .pb, a folder of {@code input_N.pb}, an image, or a folder of images
 * @param array which array of a file holds the samples, if that is said
 * @param rows which array of a file lists the samples to take, if not all
 * @param limit the most samples to take
 * @param batch samples in a batch, where the network leaves that open
 * @param resize length of an image's shorter side before its middle is cut out; that of the network
 *     if it is not said
 */
public record RealData(
    Path file,
    Optional<String> array,
    Optional<String> rows,
    int limit,
    int batch,
    OptionalInt resize,
    Pixels pixels) {

  /**
   * Batches for a network.
   *
   * @throws DataException if the data cannot be read, or does not fit
   */
  public Batches batches(List<InputSpec> inputs) {
    boolean folder = Files.isDirectory(file) && !Files.exists(file.resolve("input_0.pb"));
    if (folder || ImageFolder.isImage(file)) {
      return images(only(inputs));
    }
    Map<String, Tensor> all =
        array.isPresent() || rows.isPresent() || inputs.size() == 1
            ? Map.of(only(inputs).name(), samples(only(inputs)))
            : InputData.read(List.of(file), inputs);
    long samples = all.values().iterator().next().shape().size(0).orElse(0);
    int size = size(inputs.getFirst());
    if (size != batch && samples % size != 0) {
      throw new DataException(
          "%s: %d samples do not fill batches of %d, which the network asks for"
              .formatted(file, samples, size));
    }
    return new ArrayBatches(all, size);
  }

  private int size(InputSpec input) {
    return input.shape().rank() > 0 ? (int) input.shape().size(0).orElse(batch) : batch;
  }

  private InputSpec only(List<InputSpec> inputs) {
    if (inputs.size() != 1) {
      throw new DataException(
          "%s: the network has %d inputs; give arrays of their names"
              .formatted(file, inputs.size()));
    }
    return inputs.getFirst();
  }

  private Batches images(InputSpec input) {
    Crop crop = crop(List.of(input));
    int channels = (int) input.shape().size(1).orElseThrow();
    return new ImageFolder(file, input.name(), channels, crop, size(input), pixels);
  }

  /**
   * The part of images that a network sees.
   *
   * @throws DataException if it takes no images
   */
  public Crop crop(List<InputSpec> inputs) {
    InputSpec input = only(inputs);
    Shape shape = input.shape();
    boolean fits =
        shape.rank() == 4
            && IntStream.range(1, 4).allMatch(axis -> shape.size(axis).isPresent())
            && (shape.size(1).getAsLong() == 1 || shape.size(1).getAsLong() == 3);
    if (!fits) {
      throw new DataException(
          "%s: images need an input of 1 or 3 channels and known size, not %s"
              .formatted(file, input));
    }
    int rows = (int) shape.size(2).getAsLong();
    int columns = (int) shape.size(3).getAsLong();
    return new Crop(resize.orElse(Math.min(rows, columns)), rows, columns);
  }

  private Tensor samples(InputSpec input) {
    Map<String, Tensor> arrays = InputData.arrays(file);
    Tensor chosen =
        array
            .or(() -> Optional.of(input.name()).filter(arrays::containsKey))
            .or(() -> arrays.size() == 1 ? arrays.keySet().stream().findFirst() : Optional.empty())
            .map(name -> of(arrays, name))
            .orElseThrow(() ->
                new DataException(
                    "%s: has the arrays %s; say which holds the samples"
                        .formatted(file, String.join(", ", arrays.keySet()))));
    Tensor taken = rows.map(name -> taken(chosen, of(arrays, name).longs())).orElse(chosen);
    long most = Math.min(limit, taken.shape().size(0).orElse(0));
    return fitting(taken(taken, IntStream.range(0, (int) most).asLongStream().toArray()), input);
  }

  private Tensor of(Map<String, Tensor> arrays, String name) {
    return Optional.ofNullable(arrays.get(name))
        .orElseThrow(() ->
            new DataException(
                "%s: has no array '%s'; it has %s"
                    .formatted(file, name, String.join(", ", arrays.keySet()))));
  }

  private Tensor taken(Tensor tensor, long[] chosen) {
    long[] extents = tensor.shape().sizes().orElseThrow();
    if (extents.length == 0) {
      throw new DataException(file + ": holds a single number, not samples");
    }
    int row = (int) (tensor.byteSize() / Math.max(1, extents[0]));
    byte[] bytes = new byte[chosen.length * row];
    for (int i = 0; i < chosen.length; i++) {
      if (chosen[i] < 0 || chosen[i] >= extents[0]) {
        throw new DataException(
            "%s: sample %d of %d is asked for".formatted(file, chosen[i], extents[0]));
      }
      MemorySegment.copy(
          tensor.bytes(), ValueLayout.JAVA_BYTE, chosen[i] * row, bytes, i * row, row);
    }
    extents[0] = chosen.length;
    return Tensor.of(tensor.type(), Shape.of(extents), MemorySegment.ofArray(bytes));
  }

  /** Bytes are images, with the channels in front, behind, or one that is not said. */
  private Tensor fitting(Tensor tensor, InputSpec input) {
    if (tensor.type() != ElementType.UINT8 || !input.element().isFloating()) {
      return tensor;
    }
    long[] extents = tensor.shape().sizes().orElseThrow();
    double[] values = tensor.doubles();
    if (extents.length == 3) {
      return pixels.of(values, Shape.of(extents[0], 1, extents[1], extents[2]));
    }
    boolean behind =
        extents.length == 4
            && (extents[3] == 1 || extents[3] == 3)
            && !input.shape().size(1).equals(OptionalLong.of(extents[1]));
    if (extents.length != 4) {
      throw new DataException(
          "%s: has the shape %s, which are no images".formatted(file, Arrays.toString(extents)));
    }
    return behind
        ? pixels.of(
            inFront(values, extents), Shape.of(extents[0], extents[3], extents[1], extents[2]))
        : pixels.of(values, tensor.shape());
  }

  private static double[] inFront(double[] values, long[] extents) {
    int channels = (int) extents[3];
    int area = (int) (extents[1] * extents[2]);
    double[] moved = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      int sample = i / (area * channels);
      int position = i / channels % area;
      moved[(sample * channels + i % channels) * area + position] = values[i];
    }
    return moved;
  }
}
