package dev.repfuse.supernet;

import dev.repfuse.search.angle.AngleTable.Matched;
import dev.repfuse.search.angle.Angles;
import dev.repfuse.search.rank.Interval;
import dev.repfuse.search.rank.Kendall;
import dev.repfuse.search.rank.Ranks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** How well figures of architectures rank them as training each alone does. */
public final class Agreement {
  private Agreement() {}

  /**
   * One figure.
   *
   * @param tau Kendall's tau-b with the accuracies of networks that were trained alone, with its
   *     95% interval
   * @param architectures how many have the figure; an angle those that weights lead through
   */
  public record Row(String figure, Interval tau, int architectures) {}

  /** All figures that there are, the angle first. */
  public static List<Row> of(Matched matched, Accuracies accuracies, long seed) {
    Map<String, double[]> figures = new LinkedHashMap<>();
    Angles angles = matched.angles();
    double[] angle = each(accuracies, legal(angles, angles::angle));
    figures.put("angle", angle);
    figures.put(
        "angle without the fixed part",
        each(accuracies, legal(angles, child -> angles.searched(child).angle())));
    figures.put("sum of operator angles", each(accuracies, angles::sumOfOperatorAngles));
    figures.put("weight magnitude", each(accuracies, child -> angles.sums(child).magnitude()));
    matched.macs().ifPresent(macs -> figures.put("MACs", each(accuracies, macs::of)));
    matched
        .parameters()
        .ifPresent(parameters -> figures.put("parameters", each(accuracies, parameters::of)));
    accuracies
        .figures()
        .forEach((name, values) -> {
          if (!name.equals(Accuracies.ALONE)) {
            figures.put("accuracy: " + name, values);
            figures.put("rank sum of angle and " + name, Ranks.sum(angle, values));
          }
        });
    double[] alone = alone(accuracies);
    List<Row> rows = new ArrayList<>();
    figures.forEach((name, values) -> rows.add(row(name, values, alone, seed)));
    return rows;
  }

  /** Where no way leads through, there is no angle. */
  private static ToDoubleFunction<int[]> legal(Angles angles, ToDoubleFunction<int[]> figure) {
    return child -> angles.isConnected(child) ? figure.applyAsDouble(child) : Double.NaN;
  }

  private static Row row(String name, double[] values, double[] alone, long seed) {
    int[] known = IntStream.range(0, values.length).filter(i -> !Double.isNaN(values[i])).toArray();
    Interval tau =
        Kendall.interval(
            Arrays.stream(known).mapToDouble(i -> values[i]).toArray(),
            Arrays.stream(known).mapToDouble(i -> alone[i]).toArray(),
            seed);
    return new Row(name, tau, known.length);
  }

  /** The accuracies of networks that were trained alone. */
  public static double[] alone(Accuracies accuracies) {
    return Optional.ofNullable(accuracies.figures().get(Accuracies.ALONE)).orElseThrow();
  }

  private static double[] each(Accuracies accuracies, ToDoubleFunction<int[]> figure) {
    return accuracies.architectures().stream().mapToDouble(figure).toArray();
  }
}
