package dev.repfuse.runtime.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.runtime.DataException;
import dev.repfuse.runtime.Provider;
import dev.repfuse.runtime.TestFiles;
import dev.repfuse.runtime.child.TempFolder;
import dev.repfuse.runtime.child.WorkerCommand;
import dev.repfuse.runtime.device.LocalDevice;
import dev.repfuse.runtime.verify.Verdict;
import dev.repfuse.runtime.verify.Verifier;
import dev.repfuse.runtime.verify.VerifyOptions;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Real models in ONNX Runtime, for a moment. */
@Tag("device")
@Isolated("measures times")
class BenchmarkTest {
  @TempDir private Path folder;

  private Path model(String name, int layers) {
    StringBuilder nodes = new StringBuilder();
    for (int i = 0; i < layers; i++) {
      nodes.append(
          "v%d = Conv <pads = [1,1,1,1]> (%s, w) ".formatted(i, i == 0 ? "x" : "v" + (i - 1)));
    }
    String text =
        "g (float[N,16,24,24] x) => (float[N,16,24,24] v%d) <float[16,16,3,3] w ~ normal(1)> { %s }"
            .formatted(layers - 1, nodes);
    Path path = folder.resolve(name + ".onnx");
    ModelFile.write(ModelText.parse(text), path);
    return path;
  }

  private static BenchmarkOptions options(double seconds) {
    return BenchmarkOptions.defaults().withSeconds(seconds);
  }

  @Test
  void twiceTheLayersTakeLonger() {
    List<Double> told = new ArrayList<>();
    Recording recording =
        Benchmark.of(LocalDevice.HERE, List.of(model("one", 4), model("two", 8)), options(1))
            .run(told::add);

    PairedRatio ratio = PairedRatio.of(recording.episodes(), 1, 0);
    assertEquals(PairedRatio.Verdict.SLOWER, ratio.verdict(), ratio::toString);
    assertEquals(2, ratio.ratio(), 0.7);
    assertTrue(recording.episodes().size() >= 5);
    assertTrue(Latency.of(recording, 0).p50() <= Latency.of(recording, 0).p99());
    assertEquals(1, recording.models().getFirst().batch());
    assertTrue(recording.models().getFirst().peakBytes().orElse(1) > 0);
    assertTrue(recording.machine().containsKey("onnxruntime"));
    assertEquals(1.0, told.getLast());
  }

  @Test
  void layersAddUpToNearlyARun() {
    List<Double> told = new ArrayList<>();
    List<Profile> profiles =
        Benchmark.of(LocalDevice.HERE, List.of(model("one", 4), model("two", 8)), options(1))
            .layers(told::add);
    for (int i = 0; i < 2; i++) {
      Profile profile = profiles.get(i);
      long convolutions =
          profile.layers().stream().filter(layer -> layer.operator().equals("Conv")).count();
      assertEquals(4 + 4 * i, convolutions);
      assertTrue(profile.runs() >= 12, profile::toString);
      assertTrue(profile.sum() > 0.3 * profile.nanoseconds(), profile::toString);
      assertTrue(profile.sum() < profile.nanoseconds() * 1.05, profile::toString);
    }
    assertEquals(1.0, told.getLast());
  }

  @Test
  void extentsAreThoseThatTheModelSpeaksOf() {
    assertTakenAsByVerification(TestFiles.model("traced_size"), "x[1,1,19,19]");
  }

  @Test
  void wholeNumbersAreThoseThatTheModelTakes() {
    Path table = folder.resolve("table.onnx");
    String text =
        "g (int64[N,T] i) => (float[N,T,4] y) <float[2,4] w ~ normal(1)> { y = Gather (w, i) }";
    ModelFile.write(ModelText.parse(text), table);
    assertTakenAsByVerification(table, "i[1,8]");
  }

  private static void assertTakenAsByVerification(Path model, String shapes) {
    VerifyOptions inProcess = VerifyOptions.defaults().withIsolated(false);
    Verdict verdict = Verifier.compare(model, model, inProcess);
    assertTrue(verdict.provesEqual(), verdict::words);
    assertTrue(
        verdict.figures().orElseThrow().notes().stream().anyMatch(n -> n.endsWith(shapes)),
        verdict::words);
    assertEquals(
        List.of(model.getFileName() + " runs on " + shapes),
        Benchmark.of(LocalDevice.HERE, List.of(model), options(0.1)).times(share -> {}).notes());
  }

  @Test
  void aBatchIsWhatItIsToldToBe() {
    BenchmarkOptions four =
        new BenchmarkOptions(0.2, 0, 2, 4, Map.of(), List.of(), Provider.CPU, Map.of());
    Recording recording =
        Benchmark.of(LocalDevice.HERE, List.of(model("one", 2)), four).run(share -> {});
    assertEquals(4, recording.models().getFirst().batch());
    assertEquals(List.of("one.onnx runs on x[4,16,24,24]"), recording.notes());
  }

  @Test
  void itEndsOnceTheIntervalIsNarrow() {
    BenchmarkOptions wide =
        new BenchmarkOptions(60, 0.9, 1, 0, Map.of(), List.of(), Provider.CPU, Map.of());
    Recording recording =
        Benchmark.of(LocalDevice.HERE, List.of(model("one", 1), model("two", 1)), wide)
            .run(share -> {});
    assertEquals(5, recording.episodes().size());
  }

  @Test
  void whatCannotRunIsToldInOneLine() {
    Path broken = folder.resolve("broken.onnx");
    ModelFile.write(
        ModelText.parse(
            "g (float[1,2] x) => (float[A,B] y) <float[3,3] w ~ normal(1)> { y = MatMul (x, w) }"),
        broken);
    DataException failure =
        assertThrows(
            DataException.class,
            () -> Benchmark.of(LocalDevice.HERE, List.of(broken), options(0.2)).run(share -> {}));
    String message = String.valueOf(failure.getMessage());
    assertTrue(message.contains("broken.onnx"), message);
    assertEquals(1, message.lines().count());
  }

  @Test
  void aWorkerWithoutParentEndsAndLeavesNothing() throws IOException, InterruptedException {
    Path temp = TempFolder.create();
    Process process = WorkerCommand.of(BenchmarkWorker.class, temp).start();
    try (DataOutputStream out = new DataOutputStream(process.getOutputStream())) {
      new BenchmarkRequest(List.of(model("one", 4)), options(60), BenchmarkRequest.What.TIMES)
          .write(out);
    }
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the worker still runs");
    assertTrue(Files.notExists(temp), "its temporary folder is still there");
  }
}
