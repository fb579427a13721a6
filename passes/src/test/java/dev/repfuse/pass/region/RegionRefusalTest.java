package dev.repfuse.pass.region;

import static dev.repfuse.pass.Rewriting.rewriting;
import static dev.repfuse.pass.region.LowerDynamicRegionConvTest.lowering;
import static dev.repfuse.pass.region.RegionLayer.EQUAL;
import static dev.repfuse.pass.region.RegionLayer.GATHER;
import static dev.repfuse.pass.region.RegionLayer.ONE_HOT;

import dev.repfuse.pass.Reason;
import dev.repfuse.pass.Rewriting;
import dev.repfuse.pass.cost.Target;
import org.junit.jupiter.api.Test;

/** What {@link LowerDynamicRegionConv} leaves alone, and why. */
final class RegionRefusalTest {
  private static void declines(Reason reason, String text) {
    lowering().declines(text, reason);
  }

  private static String text(String from, String to) {
    return RegionLayer.official(3, ONE_HOT).text().replace(from, to);
  }

  @Test
  void declinesSelectionsOfOtherKinds() {
    declines(Reason.REGION_SELECT, text("values = {0,1}", "values = {0,2}"));
    declines(Reason.REGION_SELECT, text("values = {0,1}", "values = {1,0}"));
    declines(
        Reason.REGION_SELECT,
        RegionLayer.official(1, EQUAL).text().replace("range(0, 1)", "range(1, 1)"));
    declines(
        Reason.REGION_SELECT,
        RegionLayer.official(1, EQUAL).text().replace("range(0, 1)", "range(4, -1)"));
    declines(Reason.REGION_SELECT, text("perm = [0, 3, 1, 2]", "perm = [0, 3, 2, 1]"));
  }

  @Test
  void declinesMasksThatMayNameNoRegion() {
    declines(Reason.REGION_MASK, text("float[5,3,1,1] guide", "float[7,3,1,1] guide"));
    declines(
        Reason.REGION_MASK,
        text("mask = ArgMax", "sharp = ArgMax")
            .replace("(scores)", "(scores)\n  number = Cast <to = 1> (sharp)\n  RESIZE")
            .replace("RESIZE", "soft = Resize <mode = \"linear\"> (number, \"\", doubled)\n  CAST")
            .replace("CAST", "mask = Cast <to = 7> (soft)")
            .replace("> {", ", float[3] doubled = {1,1,1}\n> {"));
  }

  @Test
  void declinesMasksOfOtherSizes() {
    declines(
        Reason.REGION_WINDOW,
        text("mask = ArgMax", "middle = GlobalAveragePool (scores)\n  mask = ArgMax")
            .replace("keepdims = 0> (scores)", "keepdims = 0> (middle)"));
  }

  @Test
  void declinesRegionsThatAreNotOutermost() {
    String text =
        RegionLayer.official(1, GATHER)
            .sized(3, 5, 6, 5)
            .text()
            .replace("axis = 1> (d, index)", "axis = 2> (d, index)")
            .replace("wide = {1,1,5,1,1}", "wide = {1,5,1,1,1}")
            .replace("s = Squeeze (all, one)", "s = Squeeze (all, two)")
            .replace("> {", ", int64[1] two = {2}\n> {");
    declines(Reason.REGION_ORDER, text);
  }

  @Test
  void declinesOtherWindows() {
    declines(
        Reason.REGION_WINDOW,
        text(
            "c = Conv <pads = [1, 1, 1, 1]>",
            "c = Conv <dilations = [2, 2], pads = [2, 2, 2, 2]>"));
    String strided =
        RegionLayer.official(1, ONE_HOT)
            .text()
            .replace("float[1,3,6,6] x", "float[1,3,12,12] x")
            .replace("scores = Conv", "scores = Conv <strides = [2, 2]>")
            .replace("c = Conv <pads", "c = Conv <strides = [2, 2], pads");
    declines(Reason.REGION_WINDOW, strided);
  }

  @Test
  void declinesDenseResultsThatOthersRead() {
    declines(
        Reason.READ_ELSEWHERE,
        text("=> (float[1,4,6,6] y)", "=> (float[1,4,6,6] y, float[1,20,6,6] c)"));
    declines(
        Reason.READ_ELSEWHERE,
        text("=> (float[1,4,6,6] y)", "=> (float[1,4,6,6] y, float[1,5,4,6,6] only)"));
  }

  @Test
  void declinesSeveralImages() {
    declines(
        Reason.OPEN_BATCH,
        """
        g (float[N,3,4,4] x, float[N,4,3] w, float[N,2,4,4] scores) => (float[N,1,2,4,4] y) <
          int64[3] columns = {0,3,16}, int64[5] sizes = {0,2,2,4,4}, int64[5] wide = {1,1,2,1,1},
          int64[1] one = {1}
        > {
          mask = ArgMax <axis = 1> (scores)
          flat = Reshape (x, columns)
          c = MatMul (w, flat)
          d = Reshape (c, sizes)
          row = Unsqueeze (mask, one)
          index = Expand (row, wide)
          y = GatherElements <axis = 1> (d, index)
        }
        """);
    declines(
        Reason.OPEN_BATCH,
        """
        g (float[1,6,4,4] x, float[8,3,1,1] w, float[2,2,4,4] scores) => (float[2,2,4,4] y) <
          int64[5] sizes = {2,2,2,4,4}, int64[5] wide = {1,1,2,1,1}, int64[1] one = {1}
        > {
          mask = ArgMax <axis = 1> (scores)
          c = Conv <group = 2> (x, w)
          d = Reshape (c, sizes)
          row = Unsqueeze (mask, one)
          index = Expand (row, wide)
          all = GatherElements <axis = 1> (d, index)
          y = Squeeze (all, one)
        }
        """);
  }

  @Test
  void declinesWhereSortingTakesLonger() {
    Target launches = new Target("launches", 100, 100, 100, 100, 1000, 8);
    rewriting(new LowerDynamicRegionConv())
        .on(launches)
        .allowingGrowth()
        .declines(RegionLayer.official(1, GATHER).text(), Reason.REGION_NO_GAIN);
  }

  @Test
  void declinesWhereTheFileWouldGrow() {
    Rewriting tight =
        rewriting(new LowerDynamicRegionConv()).on(RegionLayer.SLOW).allowingNoGrowth();
    tight.declines(RegionLayer.official(1, GATHER).text(), Reason.WOULD_GROW);
  }

  @Test
  void declinesOldOperatorSets() {
    declines(
        Reason.REGION_OPSET,
        """
        <ir_version: 7, opset_import: ["" : 12]>
        g (float[1,3,4,4] x, float[4,3,1,1] w, float[1,2,4,4] scores) => (float[1,1,2,4,4] y) <
          int64[5] sizes = {1,2,2,4,4}, int64[5] wide = {1,1,2,1,1}
        > {
          mask = ArgMax <axis = 1> (scores)
          c = Conv (x, w)
          d = Reshape (c, sizes)
          row = Unsqueeze <axes = [1]> (mask)
          index = Expand (row, wide)
          y = GatherElements <axis = 1> (d, index)
        }
        """);
  }

  @Test
  void ignoresWhatIsPickedByOtherNumbers() {
    lowering()
        .ignores(
            RegionLayer.official(1, GATHER)
                .text()
                .replace(
                    "mask = ArgMax <axis = 1, keepdims = 0> (scores)",
                    "mask = ReduceSum <keepdims = 0> (rounded, one)")
                .replace("  f =", "  rounded = Cast <to = 7> (scores)\n  f ="));
  }
}
