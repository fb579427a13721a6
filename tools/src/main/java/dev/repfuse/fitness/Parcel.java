package dev.repfuse.fitness;

import dev.repfuse.Repfuse;
import dev.repfuse.calibrate.Batches;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.supernet.Extraction;
import dev.repfuse.supernet.SupernetFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A judge as a folder of files, so that another process can judge in the same way. */
public final class Parcel {
  private static final String SUPERNET = "supernet.onnx";
  private static final String SPACE = "supernet.json";
  private static final String CALIBRATION = "calibration";
  private static final String VALIDATION = "validation";
  private static final String LABELS = "labels";
  private static final String SCORE = "score";

  private Parcel() {}

  /**
   * Fills an empty folder.
   *
   * @param supernet the file that the judge takes networks out of
   */
  public static void write(Judge judge, Path supernet, Path folder) {
    ModelFile.write(Repfuse.read(supernet), folder.resolve(SUPERNET));
    judge.calibration().ifPresent(batches -> Samples.write(batches, folder.resolve(CALIBRATION)));
    Samples.write(judge.validation().batches(), folder.resolve(VALIDATION));
    String labels =
        judge.validation().labels().stream().map(String::valueOf).collect(Collectors.joining("\n"));
    try {
      Files.writeString(
          folder.resolve(SPACE), SupernetFile.write(judge.extraction().space(), Map.of()));
      Files.writeString(folder.resolve(LABELS), labels);
      Files.writeString(folder.resolve(SCORE), judge.validation().score().word());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The judge of a folder. */
  public static Judge read(Path folder) {
    try {
      List<String> labels = Files.readAllLines(folder.resolve(LABELS));
      Path calibration = folder.resolve(CALIBRATION);
      Optional<Batches> statistics =
          Files.exists(calibration) ? Optional.of(Samples.read(calibration)) : Optional.empty();
      return new Judge(
          Extraction.of(folder.resolve(SUPERNET), SupernetFile.read(folder.resolve(SPACE))),
          statistics,
          new Validation(
              Samples.read(folder.resolve(VALIDATION)),
              labels.stream().map(Integer::valueOf).toList(),
              Score.named(Files.readString(folder.resolve(SCORE))).orElseThrow()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
