package dev.repfuse.cli;

import dev.repfuse.calibrate.Batches;
import dev.repfuse.calibrate.Crop;
import dev.repfuse.cam.HeatMap;
import dev.repfuse.cam.Overlay;
import dev.repfuse.ir.Model;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options about class-activation maps. */
final class CamMixin {
  @Option(
      names = "--cam",
      paramLabel = "<image>",
      description =
          "Write no model, but draw over an image how much each position speaks for a class"
              + " (default: to <image>.cam.png beside it).")
  private Optional<Path> image = Optional.empty();

  @Option(
      names = "--class",
      paramLabel = "<n>",
      description = "Which class, from 0 (default: the network's first choice).")
  private Optional<Integer> wanted = Optional.empty();

  @Mixin private DataMixin data = new DataMixin();

  Optional<Path> image() {
    if (image.isEmpty() && wanted.isPresent()) {
      throw new UsageException("--class asks for --cam");
    }
    return image;
  }

  OptionalInt wanted() {
    return wanted.map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  /** The image as input of a model. */
  Batches batches(Path file, Model model) {
    return data.batches(file, model);
  }

  /** {@code photo.cam.png} beside {@code photo.jpg}. */
  static Path beside(Path image) {
    String name = String.valueOf(image.getFileName());
    int dot = name.lastIndexOf('.');
    return image.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".cam.png");
  }

  /** Draws a map over an image and writes it as PNG. */
  void draw(Path file, Model model, HeatMap map, Path target) {
    Crop crop = data.crop(file, model);
    BufferedImage drawn = Overlay.of(Crop.read(file), crop, map);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(drawn, "png", bytes);
    } catch (IOException e) {
      throw new UsageException(target + ": cannot be written: " + e.getMessage());
    }
    TextFile.write(target, bytes.toByteArray());
  }
}
