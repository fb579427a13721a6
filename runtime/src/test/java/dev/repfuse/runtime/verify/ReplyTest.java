package dev.repfuse.runtime.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.repfuse.ir.ElementType;
import dev.repfuse.runtime.verify.OutputComparison.Agreement;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Every reply arrives as it was sent. */
class ReplyTest {
  private static final Comparison COMPARISON =
      new Comparison(
          List.of(
              new OutputComparison(
                  "y",
                  ElementType.BFLOAT16,
                  Agreement.DIFFERS,
                  12,
                  Double.POSITIVE_INFINITY,
                  1e-4,
                  0.25,
                  3,
                  -7.5,
                  OptionalDouble.of(0.5),
                  4,
                  OptionalDouble.of(1e-7),
                  new ErrorHistogram(List.of(8L, 0L, 3L, 1L)),
                  List.of("a note")),
              OutputComparison.without("z\uD83D\uDE00", Agreement.NOT_COMPARABLE, "random")),
          5,
          -1,
          List.of("one", "two"));

  private static final List<Reply> REPLIES =
      List.of(
          new Reply.Progress(Stage.RUNNING_RESULT, 3, 5),
          new Reply.Rejected("no such input"),
          new Reply.Finished(new Verdict.Equal(COMPARISON)),
          new Reply.Finished(new Verdict.Different(COMPARISON, Optional.empty())),
          new Reply.Finished(
              new Verdict.Different(
                  COMPARISON,
                  Optional.of(new FirstDifference("v", "Conv 'c'", "off", Optional.of("u"))))),
          new Reply.Finished(new Verdict.Undecided(COMPARISON)),
          new Reply.Finished(new Verdict.Unrunnable(Subject.RESULT, "bad graph")),
          new Reply.Finished(new Verdict.NotComparable("random")),
          new Reply.Finished(new Verdict.Crashed(Stage.LOCALISING, "SIGSEGV")),
          new Reply.Finished(new Verdict.TimedOut(Stage.STARTING, Duration.ofSeconds(5))));

  private static byte[] written(Reply reply) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    reply.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static Reply read(byte[] bytes) throws IOException {
    return Reply.read(new DataInputStream(new ByteArrayInputStream(bytes)));
  }

  @Test
  void arrivesAsItWasSent() throws IOException {
    for (Reply reply : REPLIES) {
      assertEquals(reply, read(written(reply)));
    }
  }

  @Test
  void aCutOffReplyIsNoticed() throws IOException {
    for (Reply reply : REPLIES) {
      byte[] bytes = written(reply);
      byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);
      assertThrows(EOFException.class, () -> read(cut), reply.toString());
    }
  }

  @Test
  void garbageIsNoticed() {
    assertThrows(IOException.class, () -> read(new byte[] {77}));
    assertThrows(IOException.class, () -> read(new byte[] {3, 127, 0, 0, 0, 65}));
  }
}
