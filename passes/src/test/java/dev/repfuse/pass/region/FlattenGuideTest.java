package dev.repfuse.pass.region;

import static dev.repfuse.pass.Rewriting.rewriting;

import dev.repfuse.pass.Reason;
import org.junit.jupiter.api.Test;

final class FlattenGuideTest {
  private static final String IMAGE =
      """
      g (float[1,3,4,5] x) => (int64[1,1,4,5] y) {
        p = Softmax <axis = 1> (x)
        y = ArgMax <axis = 1> (p)
      }
      """;

  @Test
  void looksAtMatrix() {
    rewriting(new FlattenGuide())
        .turns(IMAGE)
        .into(
            """
            g (float[1,3,4,5] x) => (int64[1,1,4,5] y) {
              m = Reshape (x, rows)
              p = Softmax <axis = 0> (m)
              c = ArgMax <axis = 0, keepdims = 0> (p)
              y = Reshape (c, image)
            }
            """)
        .keepingNumbersWithin(0, 4);
  }

  @Test
  void keepsWhichOfEqualsIsChosen() {
    rewriting(new FlattenGuide())
        .turns(
            """
            g (float[1,3,4,5] x) => (int64[1,4,5] y) {
              n = Round (x)
              p = Softmax <axis = -3> (n)
              y = ArgMax <axis = 1, keepdims = 0, select_last_index = 1> (p)
            }
            """)
        .keepingNumbersWithin(0, 4);
  }

  @Test
  void declinesWhereTheFileWouldGrow() {
    rewriting(new FlattenGuide()).allowingNoGrowth().declines(IMAGE, Reason.WOULD_GROW);
  }

  @Test
  void ignoresSeveralImagesAndOtherAxes() {
    rewriting(new FlattenGuide())
        .ignores(IMAGE.replace("[1,3,4,5]", "[2,3,4,5]").replace("1,1,4,5", "2,1,4,5"));
    rewriting(new FlattenGuide())
        .ignores(
            IMAGE.replace("ArgMax <axis = 1>", "ArgMax <axis = 2>").replace("1,1,4,5", "1,3,1,5"));
  }

  @Test
  void ignoresSoftmaxOfAllThatFollows() {
    rewriting(new FlattenGuide()).ignores("<ir_version: 7, opset_import: [\"\" : 12]> " + IMAGE);
  }

  @Test
  void ignoresProbabilitiesThatOthersRead() {
    rewriting(new FlattenGuide()).ignores(IMAGE.replace("y) {", "y, float[1,3,4,5] p) {"));
  }
}
