package dev.repfuse.cam;

import dev.repfuse.calibrate.Crop;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/** Draws a heat map over the image that it is of. */
public final class Overlay {
  /** How much of a pixel is the heat map's colour. */
  private static final double OPACITY = 0.6;

  private Overlay() {}

  /**
   * The image in its own size, grey, the map over the part that the network saw, from its smallest
   * number to its largest; the rest is dimmed.
   */
  public static BufferedImage of(BufferedImage image, Crop crop, HeatMap map) {
    int width = image.getWidth();
    int height = image.getHeight();
    BufferedImage drawn = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Rectangle2D seen = crop.in(width, height);
    double low = map.smallest();
    double range = Math.max(map.largest() - low, Double.MIN_NORMAL);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double across = (x + 0.5 - seen.getX()) / seen.getWidth();
        double down = (y + 0.5 - seen.getY()) / seen.getHeight();
        boolean inside = across >= 0 && across <= 1 && down >= 0 && down <= 1;
        int colour = inside ? ColourScale.of((map.at(down, across) - low) / range) : 0;
        drawn.setRGB(x, y, ColourScale.mixed(grey(image.getRGB(x, y)), colour, OPACITY));
      }
    }
    return drawn;
  }

  private static int grey(int rgb) {
    int luma = (int) Math.round(Crop.luma(rgb));
    return luma << 16 | luma << 8 | luma;
  }
}
