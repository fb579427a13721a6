package dev.repfuse.cam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.calibrate.Crop;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

/** Numbers of a map become colours at the right places of an image. */
class HeatMapTest {
  private static final HeatMap MAP = new HeatMap(2, 2, new double[] {0, 1, 2, 5});

  @Test
  void isLinearBetweenTheCentresOfPositions() {
    assertEquals(0, MAP.at(0.25, 0.25));
    assertEquals(5, MAP.at(0.75, 0.75));
    assertEquals(0.5, MAP.at(0.25, 0.5));
    assertEquals(2, MAP.at(0.5, 0.5));
  }

  @Test
  void isConstantBeyondThem() {
    assertEquals(0, MAP.at(0, 0));
    assertEquals(1, MAP.at(0.1, 1));
    assertEquals(5, MAP.at(1, 1));
  }

  @Test
  void largerNumbersAreLighter() {
    double before = -1;
    for (int i = 0; i <= 64; i++) {
      double luma = Crop.luma(ColourScale.of(i / 64.0));
      assertTrue(luma > before, "at " + i);
      before = luma;
    }
  }

  /** The network sees the middle square of a wide image; its lower right corner is the hottest. */
  @Test
  void liesOverThePartThatTheNetworkSaw() {
    BufferedImage image = new BufferedImage(40, 20, BufferedImage.TYPE_INT_RGB);
    BufferedImage drawn = Overlay.of(image, new Crop(8, 8, 8), MAP);
    assertEquals(0, drawn.getRGB(2, 18) & 0xFFFFFF);
    assertEquals(0, drawn.getRGB(37, 18) & 0xFFFFFF);
    assertEquals(0.6 * 0xFC, (drawn.getRGB(28, 18) >> 16) & 0xFF, 1);
    assertTrue(Crop.luma(drawn.getRGB(11, 1)) < 5);
  }

  /** Where the shorter side is scaled beyond the network's size, the cut is smaller. */
  @Test
  void aCropLiesInTheMiddle() {
    assertEquals(new Rectangle2D.Double(12.5, 2.5, 35, 35), new Crop(8, 7, 7).in(60, 40));
  }
}
