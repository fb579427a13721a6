package dev.repfuse.calibrate;

import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.runtime.DataException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The PNG, JPEG, GIF and BMP images of a folder, and of those in it, in the order of their names;
 * or a single one. Each is scaled until its shorter side has the wanted length, and its middle is
 * cut out.
 */
public final class ImageFolder implements Batches {
  private static final Set<String> ENDINGS = Set.of("png", "jpg", "jpeg", "gif", "bmp");

  private final List<Path> files;
  private final String input;
  private final int channels;
  private final Crop crop;
  private final int size;
  private final Pixels pixels;

  /**
   * @param files images, as {@link #files} lists them
   * @param input the name of the network's input
   * @param channels 1 or 3
   * @param crop the part of each image
   * @param size images in a batch
   */
  public ImageFolder(
      List<Path> files, String input, int channels, Crop crop, int size, Pixels pixels) {
    this.files = List.copyOf(files);
    this.input = input;
    this.channels = channels;
    this.crop = crop;
    this.size = size;
    this.pixels = pixels;
  }

  /**
   * The images of a folder in the order in which they become samples. Where there are more than the
   * limit, those that are taken lie evenly spread, so that each folder in it has its part.
   *
   * @param folder a folder, or one image
   * @throws DataException if there are none
   */
  public static List<Path> files(Path folder, int limit) {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> images = all.filter(ImageFolder::isImage).sorted().toList();
      if (images.isEmpty()) {
        throw new DataException(folder + ": has no images");
      }
      int taken = Math.min(limit, images.size());
      return IntStream.range(0, taken)
          .mapToObj(i -> images.get((int) ((long) i * images.size() / taken)))
          .toList();
    } catch (IOException e) {
      throw new DataException(folder + ": cannot be read", e);
    }
  }

  /** Whether a file is an image by its name. */
  static boolean isImage(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return Files.isRegularFile(file) && ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  /** How many images there are. */
  int images() {
    return files.size();
  }

  @Override
  public int count() {
    return Math.ceilDiv(files.size(), size);
  }

  @Override
  public Map<String, Tensor> batch(int number) {
    List<Path> chosen = files.subList(number * size, Math.min(files.size(), (number + 1) * size));
    int rows = crop.rows();
    int columns = crop.columns();
    double[] values = new double[chosen.size() * channels * rows * columns];
    for (int i = 0; i < chosen.size(); i++) {
      BufferedImage middle = crop.of(Crop.read(chosen.get(i)));
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          int rgb = middle.getRGB(column, row);
          for (int channel = 0; channel < channels; channel++) {
            int at = ((i * channels + channel) * rows + row) * columns + column;
            values[at] = channels == 1 ? Crop.luma(rgb) : (rgb >> (16 - 8 * channel)) & 0xFF;
          }
        }
      }
    }
    return Map.of(input, pixels.of(values, Shape.of(chosen.size(), channels, rows, columns)));
  }
}
