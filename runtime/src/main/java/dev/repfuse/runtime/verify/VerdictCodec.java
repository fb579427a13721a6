package dev.repfuse.runtime.verify;

import dev.repfuse.ir.ElementType;
import dev.repfuse.runtime.child.Codec;
import dev.repfuse.runtime.verify.OutputComparison.Agreement;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Carries verdicts from the child process to its parent. */
final class VerdictCodec {
  private VerdictCodec() {}

  static void write(DataOutput out, Verdict verdict) throws IOException {
    switch (verdict) {
      case Verdict.Equal equal -> {
        out.writeByte(1);
        writeComparison(out, equal.comparison());
      }
      case Verdict.Different different -> {
        out.writeByte(2);
        writeComparison(out, different.comparison());
        Codec.list(out, different.first().stream().toList(), VerdictCodec::writeFirst);
      }
      case Verdict.Unrunnable unrunnable -> {
        out.writeByte(3);
        Codec.constant(out, unrunnable.subject());
        Codec.text(out, unrunnable.reason());
      }
      case Verdict.NotComparable not -> {
        out.writeByte(4);
        Codec.text(out, not.reason());
      }
      case Verdict.Crashed crashed -> {
        out.writeByte(5);
        Codec.constant(out, crashed.stage());
        Codec.text(out, crashed.reason());
      }
      case Verdict.TimedOut late -> {
        out.writeByte(6);
        Codec.constant(out, late.stage());
        out.writeLong(late.limit().toMillis());
      }
      case Verdict.Undecided undecided -> {
        out.writeByte(7);
        writeComparison(out, undecided.comparison());
      }
    }
  }

  static Verdict read(DataInput in) throws IOException {
    int kind = in.readByte();
    return switch (kind) {
      case 1 -> new Verdict.Equal(readComparison(in));
      case 2 ->
          new Verdict.Different(
              readComparison(in), Codec.list(in, VerdictCodec::readFirst).stream().findFirst());
      case 3 -> new Verdict.Unrunnable(Codec.constant(in, Subject.class), Codec.text(in));
      case 4 -> new Verdict.NotComparable(Codec.text(in));
      case 5 -> new Verdict.Crashed(Codec.constant(in, Stage.class), Codec.text(in));
      case 6 ->
          new Verdict.TimedOut(Codec.constant(in, Stage.class), Duration.ofMillis(in.readLong()));
      case 7 -> new Verdict.Undecided(readComparison(in));
      default -> throw new IOException("a verdict of kind " + kind);
    };
  }

  private static void writeComparison(DataOutput out, Comparison comparison) throws IOException {
    Codec.list(out, comparison.outputs(), VerdictCodec::writeOutput);
    out.writeInt(comparison.samples());
    out.writeLong(comparison.seed());
    Codec.list(out, comparison.notes(), Codec::text);
  }

  private static Comparison readComparison(DataInput in) throws IOException {
    List<OutputComparison> outputs = Codec.list(in, VerdictCodec::readOutput);
    return new Comparison(outputs, in.readInt(), in.readLong(), Codec.list(in, Codec::text));
  }

  private static void writeOutput(DataOutput out, OutputComparison output) throws IOException {
    Codec.text(out, output.name());
    Codec.constant(out, output.type());
    Codec.constant(out, output.agreement());
    out.writeLong(output.elements());
    out.writeDouble(output.error());
    out.writeDouble(output.tolerance());
    out.writeDouble(output.maxAbsError());
    out.writeDouble(output.scale());
    out.writeDouble(output.sqnrDb());
    Codec.number(out, output.argmaxAgreement());
    out.writeLong(output.mismatches());
    Codec.number(out, output.noise());
    Codec.list(out, output.histogram().counts(), DataOutput::writeLong);
    Codec.list(out, output.notes(), Codec::text);
  }

  private static OutputComparison readOutput(DataInput in) throws IOException {
    return new OutputComparison(
        Codec.text(in),
        Codec.constant(in, ElementType.class),
        Codec.constant(in, Agreement.class),
        in.readLong(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        Codec.number(in),
        in.readLong(),
        Codec.number(in),
        new ErrorHistogram(Codec.list(in, DataInput::readLong)),
        Codec.list(in, Codec::text));
  }

  private static void writeFirst(DataOutput out, FirstDifference first) throws IOException {
    Codec.text(out, first.value());
    Codec.text(out, first.node());
    Codec.text(out, first.reason());
    Codec.list(out, first.lastEqual().stream().toList(), Codec::text);
  }

  private static FirstDifference readFirst(DataInput in) throws IOException {
    String value = Codec.text(in);
    String node = Codec.text(in);
    String reason = Codec.text(in);
    Optional<String> lastEqual = Codec.list(in, Codec::text).stream().findFirst();
    return new FirstDifference(value, node, reason, lastEqual);
  }
}
