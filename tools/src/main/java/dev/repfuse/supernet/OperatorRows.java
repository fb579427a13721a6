package dev.repfuse.supernet;

import dev.repfuse.pass.choice.Decider;
import dev.repfuse.search.angle.AngleTable.Matched;
import dev.repfuse.search.angle.Operator;
import dev.repfuse.search.angle.OperatorCosts;
import dev.repfuse.search.angle.ScoredOperator;
import dev.repfuse.search.rank.Ranks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The operators of a step under all figures that rank them, from the one that goes first on. */
public final class OperatorRows {
  private OperatorRows() {}

  /**
   * A figure of each operator; where it is not known it ranks below all others.
   *
   * @param ranks from 1, which is the smallest value, on; equal values share a rank
   */
  public record Ranking(String name, List<OptionalDouble> values, List<Double> ranks) {
    static Ranking of(String name, List<OptionalDouble> values) {
      double[] numbers =
          values.stream().mapToDouble(v -> v.orElse(Double.NEGATIVE_INFINITY)).toArray();
      List<Double> ranks = new ArrayList<>();
      for (double rank : Ranks.of(numbers)) {
        ranks.add(rank);
      }
      return new Ranking(name, List.copyOf(values), ranks);
    }
  }

  /**
   * The rankings of a step, the angle first. A magnitude is the length of an operator's own trained
   * weights; an accuracy the mean of the architectures of a table that contain it.
   */
  public static List<Ranking> of(
      Shrinking.Step step, Matched matched, List<Accuracies> accuracies) {
    List<ScoredOperator> operators = step.scores().operators();
    Map<String, List<OptionalDouble>> figures = new LinkedHashMap<>();
    figures.put("angle", operators.stream().map(ScoredOperator::score).toList());
    figures.put(
        "magnitude",
        operators.stream()
            .map(ScoredOperator::operator)
            .map(one -> matched.angles().operator(one.decider(), one.choice()).magnitude())
            .map(OptionalDouble::of)
            .toList());
    matched.macs().ifPresent(macs -> figures.put("MACs", costs(operators, macs)));
    matched
        .parameters()
        .ifPresent(parameters -> figures.put("parameters", costs(operators, parameters)));
    accuracies.forEach(table ->
        table
            .figures()
            .forEach((name, values) ->
                figures.put(
                    "accuracy: " + name,
                    operators.stream().map(one -> mean(table, values, one.operator())).toList())));
    List<Ranking> rankings = new ArrayList<>();
    figures.forEach((name, values) -> rankings.add(Ranking.of(name, values)));
    return rankings;
  }

  private static List<OptionalDouble> costs(List<ScoredOperator> operators, OperatorCosts costs) {
    return operators.stream()
        .map(ScoredOperator::operator)
        .map(one -> OptionalDouble.of(costs.operators().get(one.decider()).get(one.choice())))
        .toList();
  }

  private static OptionalDouble mean(Accuracies table, double[] values, Operator operator) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < values.length; i++) {
      if (table.architectures().get(i)[operator.decider()] == operator.choice()) {
        sum += values[i];
        count++;
      }
    }
    return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / count);
  }

  /** An operator as people read it. */
  public static String words(List<Decider> deciders, Operator operator) {
    return "%s = %d".formatted(deciders.get(operator.decider()), operator.choice());
  }
}
