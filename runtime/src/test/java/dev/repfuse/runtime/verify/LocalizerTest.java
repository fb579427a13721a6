package dev.repfuse.runtime.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.runtime.TestFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The first difference is looked for among the values that both models compute. */
class LocalizerTest {
  private static final VerifyOptions OPTIONS = VerifyOptions.defaults().withIsolated(false);

  private static Optional<FirstDifference> find(String original, String result) {
    Path first = TestFiles.model(original);
    Reference reference = ReferenceRun.of(first, OPTIONS, ProgressListener.NONE);
    return new Localizer(first, TestFiles.model(result), OPTIONS, ProgressListener.NONE)
        .find(reference.samples().getFirst());
  }

  @Test
  void findsTheFirstOfSeveral() {
    assertEquals(Optional.of("b"), find("conv_bn", "conv_bn_off").map(FirstDifference::value));
  }

  @Test
  void findsNothingBetweenEquals() {
    assertTrue(find("conv_bn", "conv_bn_fused").isEmpty());
  }

  @Test
  void findsNothingWithoutCommonValues() {
    assertTrue(find("conv_bn", "constants").isEmpty());
  }

  @Test
  void passesOverRandomValues() {
    assertTrue(find("random", "random").isEmpty());
  }

  @Test
  void namesTheValuesOfAModelInOrder() {
    ValueProbe probe = new ValueProbe(TestFiles.model("conv_bn"));
    assertEquals(List.of("c", "b", "r", "p", "f", "y"), List.copyOf(probe.values().keySet()));
    assertEquals("Conv 'conv'", probe.values().get("c"));
  }
}
