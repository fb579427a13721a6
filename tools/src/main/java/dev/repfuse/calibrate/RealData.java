package dev.repfuse.calibrate;

import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.runtime.DataException;
import dev.repfuse.runtime.InputData;
import dev.repfuse.runtime.InputSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    if (isImageFolder(file) || ImageFolder.isImage(file)) {
      return images(only(inputs));
    }
    Map<String, SampleArray> all = new LinkedHashMap<>();
    if (array.isPresent() || rows.isPresent() || inputs.size() == 1) {
      all.put(only(inputs).name(), samples(only(inputs)));
    } else {
      Map<String, Tensor> arrays = InputData.unconverted(file, inputs);
      for (InputSpec input : inputs) {
        Tensor tensor = Objects.requireNonNull(arrays.get(input.name()));
        all.put(input.name(), samples(tensor, Optional.empty(), file.toString(), input));
      }
    }
    SampleArray first = all.values().iterator().next();
    for (SampleArray each : all.values()) {
      if (each.count() != first.count()) {
        throw new DataException(
            "%s: the inputs get %d and %d samples; as many of each are expected"
                .formatted(file, first.count(), each.count()));
      }
    }
    requireFull(inputs.getFirst(), first.source(), first.count());
    Batches batches = new ArrayBatches(all, size(inputs.getFirst()));
    batches.batch(0);
    return batches;
  }

  /** Whether this is a folder of images, and not of tensors. */
  public static boolean isImageFolder(Path file) {
    return Files.isDirectory(file) && !Files.exists(file.resolve("input_0.pb"));
  }

  private void requireFull(InputSpec input, String source, long samples) {
    OptionalLong fixed = input.shape().rank() > 0 ? input.shape().size(0) : OptionalLong.empty();
    if (fixed.isPresent() && samples % fixed.getAsLong() != 0) {
      throw new DataException(
          "%s: %d samples do not fill batches of %d, which the network asks for"
              .formatted(source, samples, fixed.getAsLong()));
    }
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
    ImageFolder folder =
        new ImageFolder(
            ImageFolder.files(file, limit), input.name(), channels, crop, size(input), pixels);
    requireFull(input, file.toString(), folder.images());
    return folder;
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

  private SampleArray samples(InputSpec input) {
    List<String> names = InputData.names(file);
    String name =
        array
            .or(() -> Optional.of(input.name()).filter(names::contains))
            .or(() -> names.size() == 1 ? Optional.of(names.getFirst()) : Optional.empty())
            .orElseThrow(() ->
                new DataException(
                    "%s: has the arrays %s; say which holds the samples"
                        .formatted(file, String.join(", ", names))));
    Tensor samples = InputData.array(file, name);
    return samples(samples, rows.map(list -> rows(file, list)), file + "/" + name, input);
  }

  private SampleArray samples(
      Tensor tensor, Optional<long[]> chosen, String source, InputSpec input) {
    return new SampleArray(tensor, chosen, limit, source, input, pixels);
  }

  /**
   * The samples that an array of a file lists.
   *
   * @throws DataException if it is not there, or no list of whole numbers
   */
  public static long[] rows(Path file, String name) {
    Tensor numbers = InputData.array(file, name);
    if (!numbers.type().isInteger() || numbers.shape().rank() != 1) {
      throw new DataException(
          "%s/%s: is %s; a list of the numbers of samples is expected"
              .formatted(file, name, numbers));
    }
    return numbers.longs();
  }
}
