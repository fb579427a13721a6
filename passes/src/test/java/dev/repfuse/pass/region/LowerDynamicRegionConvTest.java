package dev.repfuse.pass.region;

import static dev.repfuse.pass.Rewriting.rewriting;
import static dev.repfuse.pass.region.RegionLayer.EQUAL;
import static dev.repfuse.pass.region.RegionLayer.GATHER;
import static dev.repfuse.pass.region.RegionLayer.ONE_HOT;
import static dev.repfuse.pass.region.RegionLayer.WHERE;

import dev.repfuse.pass.Pass;
import dev.repfuse.pass.Rewriting;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LowerDynamicRegionConvTest {
  private static final double ROUNDING = 2e-6;

  static final List<RegionLayer> FORMS =
      List.of(
          RegionLayer.official(1, ONE_HOT),
          RegionLayer.official(1, EQUAL),
          RegionLayer.official(1, WHERE),
          RegionLayer.official(1, GATHER),
          RegionLayer.official(3, ONE_HOT),
          RegionLayer.official(3, GATHER),
          RegionLayer.paper(1, ONE_HOT),
          RegionLayer.paper(1, GATHER),
          RegionLayer.paper(3, EQUAL),
          RegionLayer.paper(3, GATHER));

  static Rewriting lowering() {
    return rewriting(new LowerDynamicRegionConv()).on(RegionLayer.SLOW).allowingGrowth();
  }

  @ParameterizedTest
  @FieldSource("FORMS")
  void computesTheSame(RegionLayer layer) {
    lowering().turns(layer.text()).keepingNumbersWithin(ROUNDING, 4);
  }

  @Test
  void sortsPositionsAndMultipliesEachRegionByItself() {
    lowering()
        .turns(
            """
            g (float[1,3,4,4] x, float[4,3,1,1] w, float[1,2,4,4] scores) => (float[1,2,4,4] y) <
              int64[5] sizes = {1,2,2,4,4}, int64[1,2,1,1] range = {0,1}, int64[1] one = {1},
              int64[1] two = {2}
            > {
              mask = ArgMax <axis = 1> (scores)
              c = Conv (x, w)
              d = Reshape (c, sizes)
              hot = Equal (mask, range)
              number = Cast <to = 1> (hot)
              wide = Unsqueeze (number, two)
              only = Mul (d, wide)
              y = ReduceSum <keepdims = 0> (only, one)
            }
            """)
        .into(
            """
            g (float[1,3,4,4] x, float[4,3,1,1] w, float[1,2,4,4] scores) => (float[1,2,4,4] y) {
              mask = ArgMax <axis = 1> (scores)
              places = Reshape (mask, sixteen)
              hot = Equal (places, range)
              number = Cast <to = 1> (hot)
              sums = ReduceSum <keepdims = 0> (number, one)
              counts = Cast <to = 7> (sums)
              found = NonZero (hot)
              order = Gather <axis = 0> (found, columns)
              column = Reshape (order, tall)
              flat = Reshape (x, matrix)
              pixels = Transpose <perm = [1, 0]> (flat)
              sorted = Gather (pixels, order)
              x0, x1 = Split (sorted, counts)
              all = Reshape (w, rows)
              w0, w1 = Split (all)
              y0 = Gemm <transB = 1> (x0, w0)
              y1 = Gemm <transB = 1> (x1, w1)
              both = Concat <axis = 0> (y0, y1)
              placed = ScatterND (both, column, both)
              map = Reshape (placed, image)
              y = Transpose <perm = [0, 3, 1, 2]> (map)
            }
            """)
        .keepingNumbersWithin(ROUNDING, 4);
  }

  @Test
  void regionsMayBeEmpty() {
    String text =
        RegionLayer.official(1, GATHER)
            .guidedBy("Sub (near, far)")
            .text()
            .replace("  scores =", "  near = Conv (x, guide)\n  scores =")
            .replace("> {", ", float[1,5,1,1] far = {0,99,0,99,99}\n> {");
    lowering().turns(text).keepingNumbersWithin(ROUNDING, 4);
    String windows =
        RegionLayer.paper(3, ONE_HOT)
            .guidedBy("Sub (near, far)")
            .text()
            .replace("  scores =", "  near = Conv (x, guide)\n  scores =")
            .replace("> {", ", float[1,5,1,1] far = {99,99,0,99,99}\n> {");
    lowering().turns(windows).keepingNumbersWithin(ROUNDING, 4);
  }

  @Test
  void tiesGoToTheSameRegion() {
    RegionLayer layer = RegionLayer.official(1, ONE_HOT).guidedBy("Floor (near)");
    String text = layer.text().replace("  scores =", "  near = Conv (x, guide)\n  scores =");
    lowering().turns(text).keepingNumbersWithin(ROUNDING, 4);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void takesInBatchNormalization(int kernel) {
    String norm = "y = BatchNormalization (s, scale, shift, mean, var)";
    for (RegionLayer layer :
        List.of(RegionLayer.official(kernel, GATHER), RegionLayer.paper(kernel, ONE_HOT))) {
      lowering()
          .turns(layer.followedBy(norm).text())
          .having(0, "BatchNormalization")
          .keepingNumbersWithin(ROUNDING, 4);
    }
  }

  @Test
  void takesInTheBiasOfEachRegion() {
    for (String tail :
        List.of("y = Relu (s)", "y = BatchNormalization (s, scale, shift, mean, var)")) {
      String text =
          RegionLayer.official(3, GATHER)
              .followedBy(tail)
              .text()
              .replace("(x, f)", "(x, f, beta)")
              .replace("> {", ", float[20] beta ~ normal(9)\n> {");
      lowering().turns(text).having(0, "BatchNormalization").keepingNumbersWithin(ROUNDING, 4);
    }
  }

  @Test
  void leavesBatchNormalizationBehindFiltersOfOthers() {
    RegionLayer layer = RegionLayer.official(1, GATHER);
    String text =
        layer
            .followedBy("y = BatchNormalization (s, scale, shift, mean, var)")
            .text()
            .replace("=> (float[1,4,6,6] y)", "=> (float[1,4,6,6] y, float[1,5,12] w)");
    lowering().turns(text).having(1, "BatchNormalization").keepingNumbersWithin(ROUNDING, 4);
  }

  @Test
  void takesProductsOfColumnsToo() {
    String text =
        RegionLayer.official(1, GATHER)
            .text()
            .replace("int64[4] filters = {20,3,1,1}", "int64[3] filters = {1,20,3}")
            .replace("c = Conv <pads = [0, 0, 0, 0]> (x, f)", "c = MatMul (f, columns)")
            .replace("  f =", "  columns = Reshape (x, flat3)\n  f =")
            .replace("> {", ", int64[3] flat3 = {1,3,36}\n> {");
    lowering().turns(text).keepingNumbersWithin(ROUNDING, 4);
  }

  @Test
  void masksMayBeResized() {
    String text =
        RegionLayer.official(1, ONE_HOT)
            .guidedBy("Conv <strides = [2, 2]> (x, guide)")
            .text()
            .replace("mask = ArgMax", "small = ArgMax")
            .replace("keepdims = 0> (scores)", "keepdims = 1> (scores)\n  RESIZE")
            .replace(
                "RESIZE",
                """
                number = Cast <to = 1> (small)
                large = Resize <mode = "nearest", nearest_mode = "floor",
                    coordinate_transformation_mode = "asymmetric"> (number, "", doubled)
                without = Squeeze (large, first)
                mask = Cast <to = 7> (without)
                """)
            .replace("> {", ", float[4] doubled = {1,1,2,2}, int64[1] first = {1}\n> {");
    lowering().turns(text).keepingNumbersWithin(ROUNDING, 4);
  }

  @Test
  void layersWithOneMaskShareTheSort() {
    String text =
        RegionLayer.official(1, GATHER)
            .followedBy(
                """
                c2 = Conv (x, f2)
                d2 = Reshape (c2, regions)
                all2 = GatherElements <axis = 1> (d2, index)
                s2 = Squeeze (all2, one)
                y = Add (s, s2)
                """)
            .text()
            .replace("> {", ", float[20,3,1,1] f2 ~ normal(8)\n> {");
    Rewriting.running(
            List.of(
                new Pass.Local(
                    "test", Pass.Order.FIRST_NODE_FIRST, List.of(new LowerDynamicRegionConv()))))
        .on(RegionLayer.SLOW)
        .allowingGrowth()
        .turns(text)
        .having(0, "GatherElements")
        .having(1, "NonZero")
        .keepingNumbersWithin(ROUNDING, 4);
  }
}
