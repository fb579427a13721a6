package dev.repfuse.ir.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.io.wire.WireWriter;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are read with clear errors, and written whole or not at all. */
class ModelFileTest {
  private static final String SMALL =
      "ir_version: 8 graph { input { name: 'x' } output { name: 'x' } }";

  @TempDir private Path folder;

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static String failure(Runnable action) {
    String message = assertThrows(ModelException.class, action::run).getMessage();
    assertEquals(-1, message.indexOf('\n'), message);
    return message;
  }

  @Test
  void writesAndReplaces() throws IOException {
    Path target = folder.resolve("m.onnx");
    Files.writeString(target, "old");
    ModelFile.write(ProtoText.model(SMALL), target);
    assertArrayEquals(ProtoText.bytes(SMALL), Files.readAllBytes(target));
    assertEquals(List.of("m.onnx"), files());
  }

  @Test
  void aModelCanReplaceTheFileThatItIsReadFrom() throws IOException {
    Path target = folder.resolve("m.onnx");
    Files.write(target, ProtoText.bytes(SMALL));
    ModelFile.write(ModelFile.read(target), target);
    assertArrayEquals(ProtoText.bytes(SMALL), Files.readAllBytes(target));
  }

  @Test
  void longFileNamesArePossible() throws IOException {
    Path target = folder.resolve("n".repeat(250) + ".onnx");
    ModelFile.write(ProtoText.model(SMALL), target);
    assertTrue(Files.exists(target));
  }

  @Test
  void missingFoldersAndFoldersInPlaceOfFilesAreNamed() throws IOException {
    Model model = ProtoText.model(SMALL);
    Path lost = folder.resolve("nowhere/m.onnx");
    assertEquals(
        lost + ": cannot be written: its folder does not exist",
        failure(() -> ModelFile.write(model, lost)));
    Path inTheWay = Files.createDirectory(folder.resolve("m.onnx"));
    assertEquals(
        inTheWay + ": cannot be written: it is a folder",
        failure(() -> ModelFile.write(model, inTheWay)));
    assertEquals(List.of("m.onnx"), files());
  }

  @Test
  void aFailureWhileWritingLeavesTheOldFileAndNoLitter() throws IOException {
    Path source = Files.createDirectory(folder.resolve("source"));
    Path weights = source.resolve("w.bin");
    Files.write(weights, new byte[1 << 20]);
    String text =
        "ir_version: 8 graph { initializer { name: 'w' data_type: 2 dims: 1048576 data_location:"
            + " EXTERNAL external_data { key: 'location' value: 'w.bin' } } }";
    Files.write(source.resolve("m.onnx"), ProtoText.bytes(text));
    Model model = ModelFile.read(source.resolve("m.onnx"));
    try (FileChannel channel = FileChannel.open(weights, StandardOpenOption.WRITE)) {
      channel.truncate(10);
    }
    Path target = folder.resolve("m.onnx");
    Files.writeString(target, "old");
    failure(() -> ModelFile.write(model, target));
    assertEquals("old", Files.readString(target));
    assertEquals(List.of("m.onnx", "source"), files());
  }

  /** A device that is always full refuses each write, as a full disk does. */
  @Test
  void aFullDiskIsNamed() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.isWritable(full), "no /dev/full here");
    try (FileChannel channel = FileChannel.open(full, StandardOpenOption.WRITE)) {
      IOException e =
          assertThrows(
              IOException.class,
              () ->
                  new ModelWriter(ExternalWriter.embedding())
                      .write(ProtoText.model(SMALL))
                      .writeTo(channel));
      assertTrue(String.valueOf(e.getMessage()).contains("No space"), e.getMessage());
    }
  }

  @Test
  void whatCannotBeReadIsNamed() throws IOException {
    Path missing = folder.resolve("missing.onnx");
    assertEquals(missing + ": no such file", failure(() -> ModelFile.read(missing)));
    assertEquals(folder + ": is a folder, not a model file", failure(() -> ModelFile.read(folder)));
    Path device = Path.of("/dev/null");
    assumeTrue(Files.exists(device), "no /dev/null here");
    assertEquals(device + ": is not a regular file", failure(() -> ModelFile.read(device)));
  }

  @Test
  void whatIsNoModelIsNamed() throws IOException {
    assertTrue(failureOf(new byte[0]).contains("the file is empty"));
    assertTrue(failureOf("<!DOCTYPE html>".getBytes(StandardCharsets.UTF_8)).contains("HTML"));
    assertTrue(failureOf(new byte[] {0x1f, (byte) 0x8b, 8, 0}).contains("gzip"));
    assertTrue(failureOf(new byte[] {8}).contains("not a readable ONNX model"));
    assertTrue(failureOf(ProtoText.bytes("ir_version: 8")).contains("holds no graph"));
  }

  private String failureOf(byte[] content) throws IOException {
    Path file = folder.resolve("broken.onnx");
    Files.write(file, content);
    String message = failure(() -> ModelFile.read(file));
    assertTrue(message.startsWith(file + ": "), message);
    return message;
  }

  @Test
  @Tag("long")
  void filesBeyondTwoGibibytes() throws IOException {
    long size = (5L << 30) / 2;
    Path file = folder.resolve("large.onnx");
    byte[] end = ProtoText.bytes("producer_name: 'the end'");
    writeLarge(file, size, end);

    Model model = ModelFile.read(file);
    Path copy = folder.resolve("copy.onnx");
    ModelFile.write(model, copy);
    assertEquals(Files.size(file), Files.size(copy));
    assertEquals(
        size,
        ModelFile.read(copy)
            .graph()
            .initializers()
            .iterator()
            .next()
            .tensor()
            .orElseThrow()
            .bytes()
            .byteSize());
  }

  /** A model with one tensor of {@code size} zero bytes, which take no space on the disk. */
  private static void writeLarge(Path file, long size, byte[] end) throws IOException {
    WireWriter tensor = new WireWriter().varint(1, size).varint(2, 2).utf8(8, "w");
    WireWriter ahead = new WireWriter();
    long tensorSize = tensor.size() + 1 + varintSize(size) + size;
    long graphSize = 1 + varintSize(tensorSize) + tensorSize;
    ahead.raw(header(7, graphSize)).raw(header(5, tensorSize));
    ahead.raw(MemorySegment.ofArray(tensor.toByteArray())).raw(header(9, size));
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(ahead.toByteArray()));
      channel.write(ByteBuffer.wrap(end), channel.position() + size);
    }
  }

  private static long varintSize(long value) {
    return new WireWriter().varint(1, value).size() - 1;
  }

  /** The tag of a length-delimited field, and its length. */
  private static MemorySegment header(int field, long length) {
    byte[] bytes = new WireWriter().varint(field, length).toByteArray();
    bytes[0] |= 2;
    return MemorySegment.ofArray(bytes);
  }
}
