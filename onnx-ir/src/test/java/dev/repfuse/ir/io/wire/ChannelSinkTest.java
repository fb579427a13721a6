package dev.repfuse.ir.io.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What reaches the channel: all bytes in order, also where it takes only a few at a time. */
class ChannelSinkTest {
  @Test
  void writesOnWhenTheChannelTakesOnlyAPart() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    ChannelSink sink = new ChannelSink(channel(buffer -> takePart(buffer, written)));
    try (Arena arena = Arena.ofConfined()) {
      for (int size : new int[] {10, 100_000, 70_000, 0, 65_536, 65_535, 1}) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        expected.writeBytes(bytes);
        MemorySegment segment = MemorySegment.ofArray(bytes);
        sink.write(size % 4 == 0 ? arena.allocate(size).copyFrom(segment) : segment);
      }
      sink.flush();
    }
    assertArrayEquals(expected.toByteArray(), written.toByteArray());
  }

  @Test
  void gathersSmallSegmentsIntoOneWrite() throws IOException {
    int[] writes = {0};
    ChannelSink sink =
        new ChannelSink(
            channel(buffer -> {
              writes[0]++;
              return skipAll(buffer);
            }));
    for (int i = 0; i < 1000; i++) {
      sink.write(MemorySegment.ofArray(new byte[20]));
    }
    sink.flush();
    assertEquals(1, writes[0]);
  }

  /** A sparse file of 5 GiB, mapped and handed to a channel that only counts. */
  @Test
  void writesMappingsOverTwoGigabytes(@TempDir Path folder) throws IOException {
    long size = (5L << 30) + 3;
    long[] written = {0};
    try (FileChannel file =
            FileChannel.open(
                folder.resolve("large"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        Arena arena = Arena.ofConfined()) {
      MemorySegment mapped = file.map(MapMode.READ_WRITE, 0, size, arena).asReadOnly();
      ChannelSink sink =
          new ChannelSink(
              channel(buffer -> {
                int taken = skipAll(buffer);
                written[0] += taken;
                return taken;
              }));
      sink.write(mapped);
      sink.flush();
    }
    assertEquals(size, written[0]);
  }

  @Test
  void passesOnWhatTheChannelThrows() {
    ChannelSink sink =
        new ChannelSink(
            channel(buffer -> {
              throw new IllegalStateException("disk full");
            }));
    assertThrows(
        IllegalStateException.class,
        () -> {
          sink.write(MemorySegment.ofArray(new byte[1]));
          sink.flush();
        });
  }

  private static int takePart(ByteBuffer buffer, ByteArrayOutputStream written) {
    byte[] part = new byte[Math.min(777, buffer.remaining())];
    buffer.get(part);
    written.writeBytes(part);
    return part.length;
  }

  private static int skipAll(ByteBuffer buffer) {
    int count = buffer.remaining();
    buffer.position(buffer.limit());
    return count;
  }

  private static WritableByteChannel channel(ToIntFunction<ByteBuffer> write) {
    return new WritableByteChannel() {
      @Override
      public int write(ByteBuffer source) {
        return write.applyAsInt(source);
      }

      @Override
      public boolean isOpen() {
        return true;
      }

      @Override
      public void close() {}
    };
  }
}
