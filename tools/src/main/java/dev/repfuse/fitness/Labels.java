package dev.repfuse.fitness;

import dev.repfuse.calibrate.ImageFolder;
import dev.repfuse.calibrate.RealData;
import dev.repfuse.ir.Tensor;
import dev.repfuse.runtime.DataException;
import dev.repfuse.runtime.InputData;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

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
    List<Path> images = ImageFolder.files(data, limit);
    List<Path> classes =
        ImageFolder.files(data, Integer.MAX_VALUE).stream()
            .map(Path::getParent)
            .distinct()
            .sorted()
            .toList();
    if (classes.equals(List.of(data))) {
      throw new DataException(
          data + ": has no folder for each class, so that nothing says what its images show");
    }
    return images.stream().mapToInt(image -> classes.indexOf(image.getParent())).toArray();
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
