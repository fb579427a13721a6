package dev.repfuse.fitness;

import dev.repfuse.calibrate.ImageFolder;
import dev.repfuse.calibrate.RealData;
import dev.repfuse.ir.Tensor;
import dev.repfuse.runtime.DataException;
import dev.repfuse.runtime.InputData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Reads what samples are, as numbers of classes from 0 on. */
public final class Labels {
  private Labels() {}

  /**
   * The labels of a file of arrays, or of a folder with a folder of images for each class, which
   * are numbered in the order of their names.
   *
   * @param array which array of the file has them
   * @param rows which array of the file lists the samples to take, if not all
   * @param limit the most to take
   * @throws DataException if there are none
   */
  public static List<Integer> read(Path data, String array, Optional<String> rows, int limit) {
    int[] labels =
        RealData.isImageFolder(data) ? ofFolders(data, limit) : ofArray(data, array, rows);
    return Arrays.stream(labels).limit(limit).boxed().toList();
  }

  private static int[] ofFolders(Path data, int limit) {
    List<Path> classes = folders(data);
    if (classes.isEmpty()) {
      throw new DataException(
          data + ": has no folder for each class, so that nothing says what its images show");
    }
    return ImageFolder.files(data, limit).stream()
        .mapToInt(image -> classOf(image, data, classes))
        .toArray();
  }

  /** The folders in a folder, by name, those without images too: another split may have some. */
  private static List<Path> folders(Path data) {
    try (Stream<Path> inside = Files.list(data)) {
      return inside.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      throw new DataException(data + ": cannot be read", e);
    }
  }

  private static int classOf(Path image, Path data, List<Path> classes) {
    int found = classes.indexOf(data.resolve(data.relativize(image).getName(0)));
    if (found < 0) {
      throw new DataException(
          "%s: lies beside the folders of classes, so that nothing says what it shows"
              .formatted(image));
    }
    return found;
  }

  private static int[] ofArray(Path data, String array, Optional<String> rows) {
    Tensor all = InputData.array(data, array);
    if (all.shape().rank() != 1) {
      throw new DataException(
          "%s: the labels in '%s' have the shape %s; one number for each sample is asked for"
              .formatted(data, array, all.shape()));
    }
    double[] values = all.doubles();
    for (double value : values) {
      if (value < 0 || value != Math.rint(value) || value > Integer.MAX_VALUE) {
        throw new DataException(
            "%s: %s in '%s' is no number of a class".formatted(data, value, array));
      }
    }
    long[] chosen =
        rows.map(name -> RealData.rows(data, name))
            .orElseGet(() -> LongStream.range(0, values.length).toArray());
    int[] labels = new int[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      if (chosen[i] < 0 || chosen[i] >= values.length) {
        throw new DataException(
            "%s: sample %d is asked for, and '%s' has %d labels"
                .formatted(data, chosen[i], array, values.length));
      }
      labels[i] = (int) values[(int) chosen[i]];
    }
    return labels;
  }
}
