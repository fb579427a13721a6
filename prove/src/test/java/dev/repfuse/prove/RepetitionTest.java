package dev.repfuse.prove;

import static dev.repfuse.prove.ModelPairs.proved;
import static dev.repfuse.prove.ModelPairs.refuted;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.repfuse.ir.GraphInput;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.text.ModelText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One period of what repeats stands for the rest, and nothing that does not repeat is left out. */
final class RepetitionTest {
  private static final long SEED = 7;
  private static final int SIDE = 40;
  private static final String CONSTANTS =
      "float[2,2,3,3] w ~ normal(1), float[2,2,2,2] u ~ normal(2), int64[8] p = {0,0,2,1,0,0,1,-3},"
          + " int64[1,1] first = {0}, int64[1,1] last = {39}, float[1,2,1,40] rim ~ normal(3),"
          + " int64[1] one = {1}, int64[1] most = {-2}, int64[1] rows = {2}, int64[1] by = {3}";

  private static String graph(String constants, String nodes) {
    return "g (float[1,2,40,40] x) => (float[] y) <%s%s> { %s }"
        .formatted(CONSTANTS, constants, nodes);
  }

  private static Program program(String nodes) {
    Model model = ModelText.parse(graph("", nodes));
    Side side = new Side(model);
    model.graph().nodes().forEach(side::learn);
    List<Node> varying = new ArrayList<>();
    for (Node node : model.graph().nodes()) {
      if (!node.results().stream().allMatch(side::isConstant)) {
        varying.add(node);
      }
    }
    GraphInput x = model.graph().inputs().getFirst();
    Region region =
        new Region(
            side, varying, List.of(x), model.graph().outputs().getFirst().value(), value -> value);
    return Program.of(region, List.of(new int[] {1, 2, SIDE, SIDE}));
  }

  private static List<Optional<Line>> lines(String nodes) {
    AxisGroups groups = new AxisGroups();
    List<Integer> axes = IntStream.range(0, 4).map(_ -> groups.add(0)).boxed().toList();
    return program(nodes).lines(groups, List.of(axes));
  }

  /** Period, shift, begin and end along rows, then along columns. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "y = Neg (x)                                                           | 1 1 0 0 | 1 1 0 0",
        "y = Conv <pads = [1,1,1,1]> (x, w)                                    | 1 1 1 1 | 1 1 1 1",
        "y = Conv <pads = [1,0,0,1], strides = [2,3], dilations = [1,2]> (x, w)| 1 2 1 0 | 1 3 0 1",
        "y = ConvTranspose <strides = [2,2]> (x, u)                            | 2 1 0 0 | 2 1 0 0",
        "y = AveragePool <kernel_shape = [3,3], pads = [1,1,1,1]> (x)          | 1 1 1 1 | 1 1 1 1",
        "y = Pad (x, p)                                                        | 1 1 2 1 | 1 1 1 0",
        "y = Slice (x, one, most, rows)                                        | 1 1 0 0 | 1 1 0 0",
        "y = Slice (x, one, most, rows, by)                                    | 1 3 0 0 | 1 1 0 0",
        "s = Conv <pads = [1,1,1,1]> (x, w) y = Concat <axis = 1> (x, s)       | 1 1 1 1 | 1 1 1 1",
        "s = Conv <pads = [1,1,1,1]> (x, w) y = Conv <pads = [1,1,1,1]> (s, w) | 1 1 2 2 | 1 1 2 2",
        "t = Transpose <perm = [2,1,0,3]> (x) s = ScatterND (t, first, rim)"
            + " y = Transpose <perm = [2,1,0,3]> (s)                           | 1 1 1 0 | 1 1 0 0"
      })
  void alongRowsAndColumns(String nodes, String rows, String columns) {
    List<Optional<Line>> lines = lines(nodes);

    assertEquals(line(2, rows), lines.get(2));
    assertEquals(line(3, columns), lines.get(3));
  }

  private static Optional<Line> line(int axis, String numbers) {
    int[] n = Arrays.stream(numbers.split(" ")).mapToInt(Integer::parseInt).toArray();
    return Optional.of(new Line(axis, n[0], n[1], n[2], n[3]));
  }

  @Test
  void onlyWhatDecidesIsRun() {
    Program program = program("y = Conv <pads = [1,1,1,1]> (x, w)");
    Basis basis = Basis.deciding(program, program, List.of(new int[] {1, 2, SIDE, SIDE}));
    // Rows 0, 1 and 39 of the output are of their own; they read rows 0 to 2, 38 and 39.
    assertEquals(2 * 5 * 5, basis.count());
  }

  @Test
  void aValueAndItsTransposedOneRepeatAlongNoAxis() {
    List<Optional<Line>> lines = lines("t = Transpose <perm = [0,1,3,2]> (x) y = Add (x, t)");
    assertEquals(Optional.empty(), lines.get(2));
    assertEquals(Optional.empty(), lines.get(3));
  }

  @Test
  void whatStandsStillIsNotAddedToWhatMoves() {
    String mean = "m = ReduceMean <axes = [2,3]> (x) ";
    Line spread = lines(mean + "s = Shape (x) y = Expand (m, s)").get(2).orElseThrow();
    assertEquals(Line.STILL, spread.group());
    assertEquals(Optional.empty(), lines(mean + "y = Add (x, m)").get(2));
  }

  /**
   * One element alone is scaled otherwise, at any place: what stands for others must not hide it.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "y = Conv <pads = [1,1,1,1]> (s, w)",
        "y = Conv <pads = [1,1,1,1], strides = [2,2]> (s, w)",
        "y = ConvTranspose <strides = [2,2], pads = [1,1,1,1]> (s, u)",
        "t = Pad (s, p) y = Conv (t, w)",
        "t = Transpose <perm = [3,1,0,2]> (s) r = ScatterND (t, last, rim)"
            + " q = Transpose <perm = [2,1,3,0]> (r) y = Conv (q, w)",
      })
  void oneElementThatIsOffIsFoundWhereverItIs(String nodes) {
    String original = graph(scales(-1), "s = Mul (x, m) " + nodes);
    proved(original, graph(scales(-1), "s = Mul (m, x) " + nodes));
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 12; i++) {
      // The last column is overwritten, and cut off by the padding.
      int at = SIDE * random.nextInt(SIDE - 1) + random.nextInt(SIDE - 4);
      refuted(original, graph(scales(at), "s = Mul (m, x) " + nodes));
    }
  }

  private static String scales(int off) {
    return IntStream.range(0, SIDE * SIDE)
        .mapToObj(i -> i == off ? "1.001" : "1")
        .collect(Collectors.joining(",", ", float[40,40] m = {", "}"));
  }

  /** A convolution's bias on padding, spelt as exporters do: written by an index of its own. */
  @ParameterizedTest
  @CsvSource({"39, -1, true", "38, -1, false", "39, 17, false"})
  void aBorderThatIsWrittenByIndex(int last, int wrong, boolean equal) {
    String head =
        "g (float[1,2,39,40] x) => (float[] y) <float[2,2,1,1] a ~ normal(5),"
            + " float[2,2,2,1] v ~ normal(6), float[2] b = {0.5,0.25}, float[1,2,1,1] c = {0.5,0.25},"
            + " int64[8] below = {0,0,0,0,0,0,1,0}, int64[1,1] at = {%d}, %s> "
                .formatted(last, rim(wrong));
    String original = head + "{ s = Conv <pads = [0,0,1,0]> (x, a, b) y = Conv (s, v) }";
    String result =
        head
            + "{ k = Conv (x, a) l = Add (k, c) s = Pad (l, below)"
            + " t = Transpose <perm = [2,1,0,3]> (s) r = ScatterND (t, at, rim)"
            + " q = Transpose <perm = [2,1,0,3]> (r) y = Conv (q, v) }";
    if (equal) {
      proved(original, result);
    } else {
      refuted(original, result);
    }
  }

  private static String rim(int off) {
    return IntStream.range(0, 2 * SIDE)
        .mapToObj(i -> i == off ? "0.7" : i < SIDE ? "0.5" : "0.25")
        .collect(Collectors.joining(",", "float[1,2,1,40] rim = {", "}"));
  }
}
