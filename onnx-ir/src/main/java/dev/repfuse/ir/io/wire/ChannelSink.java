package dev.repfuse.ir.io.wire;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * Sends segments to a channel: small and heap ones through one buffer, large native ones as are.
 */
final class ChannelSink {
  private static final int CAPACITY = 1 << 16;
  private static final long LARGEST_WRITE = 1L << 30;

  private final WritableByteChannel channel;
  private final ByteBuffer gathered = ByteBuffer.allocateDirect(CAPACITY);

  ChannelSink(WritableByteChannel channel) {
    this.channel = channel;
  }

  void write(MemorySegment segment) throws IOException {
    if (segment.isNative() && segment.byteSize() >= CAPACITY) {
      flush();
      writeStraight(segment);
    } else {
      gather(segment);
    }
  }

  void flush() throws IOException {
    drain(gathered.flip());
    gathered.clear();
  }

  private void gather(MemorySegment segment) throws IOException {
    long at = 0;
    while (at < segment.byteSize()) {
      if (!gathered.hasRemaining()) {
        flush();
      }
      int count = (int) Math.min(gathered.remaining(), segment.byteSize() - at);
      MemorySegment.copy(segment, at, MemorySegment.ofBuffer(gathered), 0, count);
      gathered.position(gathered.position() + count);
      at += count;
    }
  }

  private void writeStraight(MemorySegment segment) throws IOException {
    for (long at = 0; at < segment.byteSize(); at += LARGEST_WRITE) {
      long count = Math.min(LARGEST_WRITE, segment.byteSize() - at);
      drain(segment.asSlice(at, count).asByteBuffer());
    }
  }

  private void drain(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
