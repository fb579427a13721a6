package dev.repfuse.cli;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.testkit.Oracle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;

/** The loss of a network on the images of {@link SearchSample}, worked out one by one. */
final class TwoClasses {
  private TwoClasses() {}

  static double loss(Model model, Path images) throws IOException {
    double sum = 0;
    int count = 0;
    for (int label = 0; label < 2; label++) {
      Path folder = images.resolve(label == 0 ? "left" : "right");
      for (int i = 0; i < folder.toFile().list().length; i++) {
        double[] y =
            Oracle.run(model, Map.of("x", pixels(folder.resolve(i + ".png"))))
                .values()
                .iterator()
                .next()
                .doubles();
        sum += y[label] - Math.log(Math.exp(y[0]) + Math.exp(y[1]));
        count++;
      }
    }
    return sum / count;
  }

  private static Tensor pixels(Path file) throws IOException {
    var raster = ImageIO.read(file.toFile()).getRaster();
    float[] pixels = new float[64];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = raster.getSample(i % 8, i / 8, 0) / 255f;
    }
    return Tensor.ofFloats(Shape.of(1, 1, 8, 8), pixels);
  }
}
