package dev.repfuse.calibrate;

import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.runtime.DataException;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * The PNG, JPEG, GIF and BMP images of a folder, and of those in it, in the order of their names.
 * Each is scaled until its shorter side has the wanted length, and its middle is cut out.
 */
public final class ImageFolder implements Batches {
  private static final Set<String> ENDINGS = Set.of("png", "jpg", "jpeg", "gif", "bmp");

  private final List<Path> files;
  private final String input;
  private final Shape image;
  private final int side;
  private final int size;
  private final Pixels pixels;

  /**
   * @param input the name of the network's input
   * @param image [channels, rows, columns] with 1 or 3 channels
   * @param side length of the shorter side before the middle is cut out
   * @param size images in a batch
   * @throws DataException if the folder has no images
   */
  public ImageFolder(Path folder, String input, Shape image, int side, int size, Pixels pixels) {
    this.files = files(folder);
    this.input = input;
    this.image = image;
    this.side = side;
    this.size = size;
    this.pixels = pixels;
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> images = all.filter(ImageFolder::isImage).sorted().toList();
      if (images.isEmpty()) {
        throw new DataException(folder + ": has no images");
      }
      return images;
    } catch (IOException e) {
      throw new DataException(folder + ": cannot be read", e);
    }
  }

  private static boolean isImage(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return Files.isRegularFile(file) && ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  @Override
  public int count() {
    return Math.ceilDiv(files.size(), size);
  }

  @Override
  public Map<String, Tensor> batch(int number) {
    List<Path> chosen = files.subList(number * size, Math.min(files.size(), (number + 1) * size));
    int channels = (int) image.size(0).orElseThrow();
    int rows = (int) image.size(1).orElseThrow();
    int columns = (int) image.size(2).orElseThrow();
    double[] values = new double[chosen.size() * channels * rows * columns];
    for (int i = 0; i < chosen.size(); i++) {
      BufferedImage middle = middle(chosen.get(i), rows, columns);
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          int rgb = middle.getRGB(column, row);
          for (int channel = 0; channel < channels; channel++) {
            int at = ((i * channels + channel) * rows + row) * columns + column;
            values[at] = channels == 1 ? grey(rgb) : (rgb >> (16 - 8 * channel)) & 0xFF;
          }
        }
      }
    }
    return Map.of(input, pixels.of(values, Shape.of(chosen.size(), channels, rows, columns)));
  }

  /** Luma as ITU-R BT.601 weighs it. */
  private static double grey(int rgb) {
    return 0.299 * ((rgb >> 16) & 0xFF) + 0.587 * ((rgb >> 8) & 0xFF) + 0.114 * (rgb & 0xFF);
  }

  private BufferedImage middle(Path file, int rows, int columns) {
    BufferedImage read = read(file);
    double factor = (double) side / Math.min(read.getWidth(), read.getHeight());
    int width = (int) Math.round(read.getWidth() * factor);
    int height = (int) Math.round(read.getHeight() * factor);
    BufferedImage cut = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = cut.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(read, (columns - width) / 2, (rows - height) / 2, width, height, null);
    graphics.dispose();
    return cut;
  }

  private static BufferedImage read(Path file) {
    try {
      return Optional.ofNullable(ImageIO.read(file.toFile()))
          .orElseThrow(() -> new DataException(file + ": is no image that can be read"));
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }
}
