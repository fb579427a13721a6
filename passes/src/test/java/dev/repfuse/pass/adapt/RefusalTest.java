package dev.repfuse.pass.adapt;

import static dev.repfuse.pass.adapt.Adapting.refuses;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is not exact is refused, by the name of the node that stands in the way. */
final class RefusalTest {
  private static String head(String nodes) {
    return """
    g (float[N,3,4,5] x) => (float[N,2] y)
    <float[3,2] u ~ normal(2), float[3] s ~ uniform(4, 0.5, 1.5),
     float[3] t ~ normal(5), float[60,2] wide ~ normal(6), float ratio = {0.5},
     bool yes = {1}>
    { NODES }
    """
        .replace("NODES", nodes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[act] a = Softmax (f) | Softmax 'act' is neither linear nor ReLU: what it gives for the mean"
            + " is not the mean of what it gives",
        "[act] a = Sigmoid (f) | Sigmoid 'act' is neither linear nor ReLU: what it gives for the mean"
            + " is not the mean of what it gives",
        "[norm] a = LayerNormalization (f, s, t) | LayerNormalization 'norm' is neither linear nor"
            + " ReLU: what it gives for the mean is not the mean of what it gives",
        "k = Erf (f) [gate] a = Mul (f, k) | Mul 'gate' multiplies two values that depend on the"
            + " input, as GELU, SiLU and gates do",
        "[drop] a = Dropout (f, ratio, yes) | Dropout 'drop' is in training mode, where it is random",
        "[bn] a, c, d = BatchNormalization <training_mode = 1> (f, s, t, t, s) | BatchNormalization"
            + " 'bn' is in training mode, where it takes its statistics from the batch",
        "k = Relu (f) [skip] a = Add (f, k) | Add 'skip' joins two values that depend on the input",
        "k = Relu (f) [share] a = Div (f, k) | Div 'share' divides by a value that depends on the"
            + " input",
      })
  void layers(String layer, String words) {
    String nodes = "p = GlobalAveragePool (x) f = Flatten (p) %s y = Gemm (a, u)".formatted(layer);
    refuses(head(nodes), "output 'y': " + words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[top] p = GlobalMaxPool (x) f = Flatten (p) | GlobalMaxPool 'top' takes the largest value of"
            + " the map, not the mean",
        "[top] p = MaxPool <kernel_shape = [4, 5]> (x) f = Flatten (p) | MaxPool 'top' takes the"
            + " largest value of the map, not the mean",
        "[part] p = AveragePool <kernel_shape = [4, 4], strides = [1, 2]> (x) f = Flatten (p) |"
            + " AveragePool 'part' averages windows of [4, 4], not the whole map of [N,3,4,5]",
      })
  void poolings(String pooling, String words) {
    refuses(head(pooling + " y = Gemm (f, u)"), "output 'y': " + words);
  }

  @Test
  void tokensAreNoMap() {
    refuses(
        """
        g (float[N,7,3] x) => (float[N,2] y) <float[3,2] u ~ normal(1)>
        { [mean] f = ReduceMean <axes = [1], keepdims = 0> (x) y = Gemm (f, u) }
        """,
        "output 'y': ReduceMean 'mean' averages the axes [1] of [N,7,3], not all positions");
  }

  @Test
  void noPoolingAtAll() {
    refuses(
        "g (float[N,3] x) => (float[N,2] y) <float[3,2] u ~ normal(1)> { y = Gemm (x, u) }",
        "output 'y': 'x' is reached without a global pooling");
  }

  @Test
  void noHeadBehindThePooling() {
    refuses(
        "g (float[N,3,4,4] x) => (float[N,3] y) { [gap] p = GlobalAveragePool (x) y = Flatten (p) }",
        "output 'y': GlobalAveragePool 'gap' has no head behind it");
  }

  @Test
  void weightsThatCallersMayOverride() {
    refuses(
        """
        g (float[N,3,4,4] x, float[3,2] u) => (float[N,2] y) <float[3,2] u ~ normal(1)>
        { p = GlobalAveragePool (x) f = Flatten (p) [fc] y = Gemm (f, u) }
        """,
        "output 'y': Gemm 'fc' reads 'u': a weight is also a graph input, which a caller may"
            + " override");
  }

  @Test
  void aFlattenedMap() {
    refuses(
        head("[flat] f = Flatten (x) y = Gemm (f, wide)"),
        "output 'y': Flatten 'flat' makes [N,60] of [N,3,4,5], which was not pooled to one position");
  }
}
