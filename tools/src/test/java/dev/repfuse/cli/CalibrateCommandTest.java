package dev.repfuse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.calibrate.Crop;
import dev.repfuse.calibrate.ImageFolder;
import dev.repfuse.calibrate.Pixels;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.testkit.Oracle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statistics from a folder of images, from the command line. */
class CalibrateCommandTest {
  /** Two normalizations that share their statistics, which one after the other are wrong. */
  private static final String NETWORK =
      """
      g (float[N,3,6,6] x) => (float[N,2,6,6] y)
      <
        float[2,3,3,3] v ~ normal(1), float[2,2,1,1] w ~ normal(2), float[2] s ~ constant(1),
        float[2] b ~ constant(0), float[2] m ~ constant(5), float[2] q ~ constant(9)
      >
      {
        c = Conv <pads = [1,1,1,1]> (x, v)
        n = BatchNormalization <epsilon = 0.0000000001> (c, s, b, m, q)
        r = Relu (n)
        d = Conv (r, w)
        y = BatchNormalization <epsilon = 0.0000000001> (d, s, b, m, q)
      }
      """;

  private static final Pixels PIXELS = new Pixels(List.of(0.5, 0.4, 0.3), List.of(0.2));

  @TempDir Path folder;

  @BeforeEach
  void paint() throws IOException {
    SplittableRandom random = new SplittableRandom(6);
    Files.createDirectories(folder.resolve("images/more"));
    for (int i = 0; i < 5; i++) {
      BufferedImage image = new BufferedImage(6 + i, 8, BufferedImage.TYPE_INT_RGB);
      for (int row = 0; row < 8; row++) {
        for (int column = 0; column < 6 + i; column++) {
          image.setRGB(column, row, random.nextInt(1 << 24));
        }
      }
      String name = i < 3 ? "images/" + i + ".png" : "images/more/" + i + ".PNG";
      ImageIO.write(image, "png", folder.resolve(name).toFile());
    }
  }

  private CommandRun calibrate(String text, String... options) {
    Object[] all = new Object[options.length + 4];
    all[0] = "calibrate";
    all[1] = SampleModels.write(folder, "model.onnx", text);
    all[2] = "--data";
    all[3] = folder.resolve("images");
    System.arraycopy(options, 0, all, 4, options.length);
    return CommandRun.of(all);
  }

  @Test
  void outputsAreNormalizedOnTheData() {
    CommandRun run = calibrate(NETWORK, "--mean", "0.5,0.4,0.3", "--std", "0.2", "--batch", "2");

    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertTrue(run.out().contains("2 BatchNormalization nodes calibrated"), run.out());
    Model model = ModelFile.read(folder.resolve("model.calibrated.onnx"));
    Map<String, Tensor> images =
        new ImageFolder(
                ImageFolder.files(folder.resolve("images"), 5),
                "x",
                3,
                new Crop(6, 6, 6),
                5,
                PIXELS)
            .batch(0);
    double[] y = Oracle.run(model, images).values().iterator().next().doubles();
    for (int channel = 0; channel < 2; channel++) {
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < y.length; i++) {
        sum += i / 36 % 2 == channel ? y[i] : 0;
        squares += i / 36 % 2 == channel ? y[i] * y[i] : 0;
      }
      assertEquals(0, sum / (y.length / 2.0), 1e-5);
      assertEquals(1, squares / (y.length / 2.0), 1e-5);
    }
  }

  /**
   * What the data make of a channel does not fit its type; the statistics per place are no such.
   */
  @Test
  void saysWhatStays() {
    String large =
        NETWORK.replace("float[2,3,3,3] v ~ normal(1)", "float[2,3,3,3] v ~ constant(3e38)");
    CommandRun run = calibrate(large);
    assertTrue(
        (run.out() + run.err()).contains("its statistics on the data are no finite numbers"),
        run.out() + run.err());
  }

  /** Convolution and normalization are one node, and what it reads is too. */
  @Test
  void foldedModelsByAReference() {
    Path unfolded = SampleModels.write(folder, "unfolded.onnx", NETWORK);
    Path folded = folder.resolve("folded.onnx");
    assertEquals(ExitCode.DONE, CommandRun.of(unfolded, "-o", folded, "--allow-growth").code());
    Path data = folder.resolve("images");

    CommandRun plain = CommandRun.of("calibrate", unfolded, "--data", data);
    CommandRun run =
        CommandRun.of("calibrate", folded, "--data", data, "--reference", unfolded, "--json");

    assertEquals(ExitCode.DONE, plain.code(), plain.err());
    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertTrue(run.out().contains("\"foldedLayers\" : 2"), run.out());
    assertTrue(run.out().contains("\"left\" : [ ]"), run.out());
    CommandRun same =
        CommandRun.of(
            "verify",
            folder.resolve("unfolded.calibrated.onnx"),
            folder.resolve("folded.calibrated.onnx"));
    assertEquals(ExitCode.DONE, same.code(), same.out() + same.err());
  }

  @Test
  void saysWhyNothingOfAFoldedModelIsCalibrated() {
    String folded =
        NETWORK
            .replaceAll("n = Batch.*\n", "n = Neg (c)\n")
            .replaceAll("y = Batch.*\n", "y = Neg (d)\n");
    CommandRun without = calibrate(folded);
    assertEquals(ExitCode.USAGE, without.code());
    assertTrue(without.err().contains("give the unfolded one as --reference"), without.err());

    Path reference = SampleModels.write(folder, "reference.onnx", NETWORK);
    CommandRun other = calibrate(folded, "--reference", reference.toString());
    assertEquals(ExitCode.USAGE, other.code());
    assertTrue(other.err().contains("nothing can be calibrated by"), other.err());
    assertTrue(other.err().contains("n: 'n' is given by Neg 'n'"), other.err());
    Path stranger = SampleModels.write(folder, "stranger.onnx", NETWORK.replace("x", "z"));
    CommandRun inputs = calibrate(folded, "--reference", stranger.toString());
    assertTrue(inputs.err().contains("its inputs are [z[N,3,6,6]], not [x[N"), inputs.err());
  }

  @Test
  void listsWhatStaysAsItIs() {
    CommandRun run =
        calibrate(
            NETWORK
                .replace("r = Relu (n)", "[gone] r = BatchNormalization (n, s, b, m, t)")
                .replace("w ~ normal(2),", "w ~ normal(2), float[2] u ~ constant(1),")
                .replace("c = Conv", "t = Abs (u) c = Conv"));

    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertTrue(
        run.out().contains("gone: it is in training mode, or its statistics are no constants"),
        run.out());
  }

  @Test
  void saysWhenThereIsNothingToCalibrate() {
    CommandRun run = calibrate("g (float[N,3,6,6] x) => (float[N,3,6,6] y) { y = Relu (x) }");

    assertEquals(ExitCode.USAGE, run.code());
    assertTrue(run.err().contains("has no BatchNormalization whose statistics"), run.err());
    assertFalse(Files.exists(folder.resolve("model.calibrated.onnx")));
  }

  @Test
  void saysWhatIsWrongWithTheData() throws IOException {
    Files.writeString(folder.resolve("images/0.png"), "no image");
    CommandRun run = calibrate(NETWORK);
    assertEquals(ExitCode.USAGE, run.code());
    assertTrue(run.err().contains("0.png: is no image that can be read"), run.err());
    CommandRun flat =
        calibrate(NETWORK.replace("N,3,6,6", "N,5,6,6").replace("2,3,3,3", "2,5,3,3"));
    assertTrue(flat.err().contains("images need an input of 1 or 3 channels"), flat.err());
    CommandRun zero = calibrate(NETWORK, "--std", "0");
    assertTrue(zero.err().contains("--mean, --std: a mean and a deviation"), zero.err());
  }
}
