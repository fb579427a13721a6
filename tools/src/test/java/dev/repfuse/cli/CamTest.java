package dev.repfuse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.calibrate.Crop;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code adapt --cam} shows where a classifier of colours sees them. */
class CamTest {
  /** Averages 4×4 windows of each colour; class 0 is red less green, class 1 blue. */
  private static final String COLOURS =
      """
      g (float[N,3,16,16] x) => (float[N,2] y)
      <float[3,2] w = {1, 0, -1, 0, 0, 1}>
      { a = AveragePool <kernel_shape = [4, 4], strides = [4, 4]> (x)
        p = GlobalAveragePool (a) f = Flatten (p) [head] l = Gemm (f, w) y = Softmax (l) }
      """;

  @TempDir Path folder;
  private Path photo = Path.of("");

  /** A red patch in the upper left, a smaller blue one in the lower right. */
  @BeforeEach
  void paint() throws IOException {
    BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.RED);
    graphics.fillRect(0, 0, 16, 8);
    graphics.setColor(Color.BLUE);
    graphics.fillRect(24, 24, 8, 8);
    graphics.dispose();
    photo = folder.resolve("photo.png");
    ImageIO.write(image, "png", photo.toFile());
  }

  private CommandRun cam(String... options) {
    Object[] all = new Object[options.length + 4];
    all[0] = "adapt";
    all[1] = SampleModels.write(folder, "model.onnx", COLOURS);
    all[2] = "--cam";
    all[3] = photo;
    System.arraycopy(options, 0, all, 4, options.length);
    return CommandRun.of(all);
  }

  private double lightness(int x, int y) throws IOException {
    return Crop.luma(ImageIO.read(folder.resolve("photo.cam.png").toFile()).getRGB(x, y));
  }

  @Test
  void theFirstChoiceIsBrightWhereItIsSeen() throws IOException {
    CommandRun run = cam();

    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertTrue(
        run.out()
            .contains("class 0 of 2 at 'y': 0.1250, the mean of 4×4 positions from 0.000 to 1.000"),
        run.out());
    assertTrue(lightness(4, 3) > 100, () -> run.out());
    assertTrue(lightness(4, 28) < 10);
    assertFalse(Files.exists(folder.resolve("model.adapted.onnx")));
  }

  @Test
  void anyClassCanBeAskedFor() throws IOException {
    CommandRun run = cam("--class", "1", "--json");

    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertTrue(run.out().contains("\"class\" : 1"), run.out());
    assertTrue(run.out().contains("\"score\" : 0.0625"), run.out());
    assertTrue(lightness(28, 28) > 100);
    assertTrue(lightness(4, 3) < 40);
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    assertTrue(cam("--class", "2").err().contains("output 'y' has the classes 0 to 1, not 2"));
    assertTrue(cam("--replace").err().contains("--replace writes a model, --cam an image"));
    assertTrue(cam("-o", photo.toString()).err().contains("is what the map is made of"));
    CommandRun lone = CommandRun.of("adapt", folder.resolve("model.onnx"), "--class", "1");
    assertTrue(lone.err().contains("--class asks for --cam"), lone.err());
    Files.writeString(photo, "no image");
    CommandRun torn = cam();
    assertEquals(ExitCode.USAGE, torn.code());
    assertTrue(torn.err().contains("photo.png: is no image that can be read"), torn.err());
  }

  @Test
  void picturesAreReplacedOnRequestOnly() throws IOException {
    Files.writeString(folder.resolve("photo.cam.png"), "mine");
    CommandRun run = cam();
    assertEquals(ExitCode.USAGE, run.code());
    assertTrue(run.err().contains("--overwrite replaces it"), run.err());
    assertEquals(ExitCode.DONE, cam("--overwrite").code());
    assertTrue(lightness(4, 3) > 100);
  }
}
