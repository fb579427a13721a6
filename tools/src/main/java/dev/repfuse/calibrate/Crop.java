package dev.repfuse.calibrate;

import dev.repfuse.runtime.DataException;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.ImageIO;

/**
 * The part of an image that a network sees: its middle, once its shorter side is scaled.
 *
 * @param side length of the shorter side before the middle is cut out
 * @param rows of the network's input
 * @param columns of the network's input
 */
public record Crop(int side, int rows, int columns) {

  /** The middle, in the size of the network's input. */
  BufferedImage of(BufferedImage image) {
    double factor = factor(image.getWidth(), image.getHeight());
    int width = (int) Math.round(image.getWidth() * factor);
    int height = (int) Math.round(image.getHeight() * factor);
    BufferedImage cut = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = cut.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, (columns - width) / 2, (rows - height) / 2, width, height, null);
    graphics.dispose();
    return cut;
  }

  /** Where that part lies in an image of a size, in its pixels; it may reach beyond the edges. */
  public Rectangle2D in(int width, int height) {
    double factor = factor(width, height);
    double across = columns / factor;
    double down = rows / factor;
    return new Rectangle2D.Double((width - across) / 2, (height - down) / 2, across, down);
  }

  private double factor(int width, int height) {
    return (double) side / Math.min(width, height);
  }

  /** How light a colour is, from 0 to 255, as ITU-R BT.601 weighs it. */
  public static double luma(int rgb) {
    return 0.299 * ((rgb >> 16) & 0xFF) + 0.587 * ((rgb >> 8) & 0xFF) + 0.114 * (rgb & 0xFF);
  }

  /**
   * Reads an image.
   *
   * @throws DataException if it cannot be read
   */
  public static BufferedImage read(Path file) {
    try {
      return Optional.ofNullable(ImageIO.read(file.toFile()))
          .orElseThrow(() -> new DataException(file + ": is no image that can be read"));
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }
}
