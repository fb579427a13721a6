package dev.repfuse.runtime.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.runtime.DataException;
import dev.repfuse.runtime.TestFiles;
import dev.repfuse.runtime.child.TempFolder;
import dev.repfuse.runtime.child.WorkerCommand;
import dev.repfuse.runtime.verify.Verdict.Crashed;
import dev.repfuse.runtime.verify.Verdict.TimedOut;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Verdicts reached in a child process; whatever becomes of it, nothing of it stays. */
@Isolated("counts the child processes and temporary folders of this process")
class ChildVerificationTest {
  private static final VerifyOptions CHILD = VerifyOptions.defaults();

  private static final String OURS = "repfuse-child-" + ProcessHandle.current().pid() + "-";

  private static Set<Path> temp() throws IOException {
    try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return all.filter(path -> path.getFileName().toString().startsWith(OURS))
          .collect(Collectors.toSet());
    }
  }

  @AfterEach
  void nothingIsLeftBehind() throws IOException {
    assertEquals(Set.of(), temp(), "temporary folders");
    assertEquals(0, ProcessHandle.current().children().count(), "child processes");
    assertTrue(Files.notExists(Path.of("hs_err_pid" + ProcessHandle.current().pid() + ".log")));
  }

  private static Verdict compare(String original, String result, VerifyOptions options) {
    return Verifier.compare(TestFiles.model(original), TestFiles.model(result), options);
  }

  @Test
  void comesToTheSameVerdictAsThisProcess() {
    for (String result : new String[] {"conv_bn_fused", "conv_bn_off_late"}) {
      assertEquals(
          compare("conv_bn", result, CHILD.withIsolated(false)), compare("conv_bn", result, CHILD));
    }
  }

  @Test
  void startsBeforeTheResultIsThere() {
    Path original = TestFiles.model("conv_bn");
    Set<Stage> heard = EnumSet.noneOf(Stage.class);
    try (Verification verification =
        Verifier.start(original, CHILD, (stage, done, total) -> heard.add(stage))) {
      Verdict verdict = verification.compareWith(TestFiles.model("conv_bn_fused"));
      assertTrue(verdict.provesEqual(), verdict.words());
    }
    assertEquals(EnumSet.complementOf(EnumSet.of(Stage.STARTING, Stage.LOCALISING)), heard);
  }

  @Test
  void mayBeClosedBeforeTheResultIsThere() {
    Verifier.start(TestFiles.model("conv_bn"), CHILD, ProgressListener.NONE).close();
  }

  @Test
  void aCrashIsAVerdict() {
    Crashed verdict = assertInstanceOf(Crashed.class, compare("integer_division", "sqrt", CHILD));
    assertEquals(Stage.RUNNING_ORIGINAL, verdict.stage());
    assertTrue(verdict.reason().startsWith("ONNX Runtime crashed (SIGFPE"), verdict.reason());
  }

  @Test
  void anEndlessRunIsAVerdict() {
    Duration limit = Duration.ofSeconds(2);
    TimedOut verdict =
        assertInstanceOf(TimedOut.class, compare("endless_loop", "sqrt", CHILD.withTimeout(limit)));
    assertEquals(limit, verdict.limit());
  }

  @Test
  void aCrashOfTheResultIsAVerdictOnTheResult() {
    VerifyOptions options = CHILD.withNoise(false);
    Crashed verdict =
        assertInstanceOf(Crashed.class, compare("negation", "integer_division", options));
    assertEquals(Subject.RESULT, verdict.stage().subject());
  }

  @Test
  void unfitDataIsThrownHere() {
    DataException e =
        assertThrows(DataException.class, () -> compare("sqrt", "sqrt", CHILD.withShape("N=2")));
    assertTrue(String.valueOf(e.getMessage()).startsWith("shape of 'N'"), e.getMessage());
  }

  @Test
  void aChildWithoutParentEnds() throws IOException, InterruptedException {
    Path temp = TempFolder.create();
    Process process = WorkerCommand.of(VerifyWorker.class, temp).start();
    try (DataOutputStream out = new DataOutputStream(process.getOutputStream())) {
      new Request(TestFiles.model("endless_loop"), CHILD).write(out);
    }
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the child still runs");
    assertTrue(Files.notExists(temp), "its temporary folder is still there");
  }
}
