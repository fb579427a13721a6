package dev.repfuse.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** A small supernet of random weights, and images of two classes: bright left or bright right. */
final class SearchSample {
  private static final int LAYERS = 4;
  private static final int SIDE = 8;

  private SearchSample() {}

  /** Four layers of three branches each: 3×3, 1×1, or none. */
  static String supernet() {
    StringBuilder text =
        new StringBuilder("g (float[N,1,8,8] x, int64[4] arch) => (float[N,2] y)\n<\n");
    text.append("int64[1] front = {0}, float[4] one ~ constant(1), float[4] zero ~ constant(0),\n");
    text.append("float[2,256] f ~ normal(99), float[4,1,3,3] stem ~ normal(98)");
    for (int i = 0; i < LAYERS; i++) {
      text.append(
          String.format(
              Locale.ROOT,
              ",\nint64 i%1$d = {%1$d}, float[4,4,3,3] a%1$d ~ normal(%2$d), float[4,4,1,1] b%1$d ~ normal(%3$d)",
              i,
              2 * i,
              2 * i + 1));
    }
    text.append(
        """

        >
        { s = Conv <pads = [1,1,1,1]> (x, stem)
        l0 = BatchNormalization (s, one, zero, zero, one)
        """);
    text.append(SampleModels.choices(LAYERS, "one, zero, zero, one"));
    return text.append("flat = Flatten (l4)\ny = Gemm <transB = 1> (flat, f) }").toString();
  }

  /** Noisy images of each class in a folder of its own. */
  static Path images(Path folder, int each) throws IOException {
    SplittableRandom random = new SplittableRandom(4);
    for (String name : new String[] {"left", "right"}) {
      Files.createDirectories(folder.resolve(name));
      for (int i = 0; i < each; i++) {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
        for (int row = 0; row < SIDE; row++) {
          for (int column = 0; column < SIDE; column++) {
            boolean bright = column < SIDE / 2 == name.equals("left");
            int level = random.nextInt(bright ? 60 : 0, bright ? 255 : 200);
            image.getRaster().setSample(column, row, 0, level);
          }
        }
        ImageIO.write(image, "png", folder.resolve(name).resolve(i + ".png").toFile());
      }
    }
    return folder;
  }

  /** The words of a search of the sample. */
  static List<Object> words(Path supernet, Path images, Object... more) {
    List<Object> words =
        new ArrayList<>(
            List.of(
                "search", supernet, "--data", images, "--population", "6", "--generations", "4"));
    words.addAll(List.of(more));
    return words;
  }
}
