package dev.repfuse.calibrate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Dim;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Type;
import dev.repfuse.runtime.DataException;
import dev.repfuse.runtime.InputSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arrays become batches one by one, and what does not fit is said with file and array. */
class RealDataTest {
  private static final InputSpec VECTORS =
      input("x", ElementType.FLOAT, new Dim.Symbol("N"), Dim.of(2));

  private static final InputSpec IMAGES =
      input("x", ElementType.FLOAT, new Dim.Symbol("N"), Dim.of(1), Dim.of(4), Dim.of(4));

  @TempDir Path folder;

  private static InputSpec input(String name, ElementType type, Dim... dims) {
    return new InputSpec(name, new Type.TensorType(type, Optional.of(new Shape(List.of(dims)))));
  }

  private static RealData data(Path file, String array, String rows, int batch) {
    return new RealData(
        file,
        Optional.of(array).filter(name -> !name.isEmpty()),
        Optional.of(rows).filter(name -> !name.isEmpty()),
        Integer.MAX_VALUE,
        batch,
        OptionalInt.empty(),
        Pixels.PLAIN);
  }

  private static Tensor counting(ElementType type, long... extents) {
    int count = (int) Arrays.stream(extents).reduce(1, (a, b) -> a * b);
    return Tensor.ofDoubles(
        type, Shape.of(extents), IntStream.range(0, count).asDoubleStream().toArray());
  }

  private static Tensor x(Batches batches, int number) {
    return Objects.requireNonNull(batches.batch(number).get("x"));
  }

  private static double[] numbers(Batches batches, int number) {
    return x(batches, number).doubles();
  }

  @Test
  void theLastBatchIsShorter() throws IOException {
    Path file = Npy.write(folder.resolve("a.npy"), counting(ElementType.FLOAT, 3, 2));

    Batches batches = data(file, "", "", 2).batches(List.of(VECTORS));

    assertEquals(2, batches.count());
    assertArrayEquals(new double[] {0, 1, 2, 3}, numbers(batches, 0));
    assertArrayEquals(new double[] {4, 5}, numbers(batches, 1));
  }

  @Test
  void rowsInTheOrderOfTheirList() throws IOException {
    Path file =
        Npy.archive(
            folder.resolve("a.npz"),
            Map.of(
                "all", counting(ElementType.DOUBLE, 4, 2),
                "some", Tensor.ofDoubles(ElementType.INT32, Shape.of(3), new double[] {3, 0, 3})));

    Batches batches = data(file, "all", "some", 2).batches(List.of(VECTORS));

    assertArrayEquals(new double[] {6, 7, 0, 1}, numbers(batches, 0));
    assertArrayEquals(new double[] {6, 7}, numbers(batches, 1));
  }

  @Test
  void bytesAreImages() throws IOException {
    Path file = Npy.write(folder.resolve("a.npy"), counting(ElementType.UINT8, 5, 4, 4));

    Batches batches = data(file, "", "", 4).batches(List.of(IMAGES));

    assertEquals(Shape.of(4, 1, 4, 4), x(batches, 0).shape());
    assertEquals(65 / 255.0, numbers(batches, 1)[1], 1e-7);
  }

  /** 64 GB, which no test has as memory; the file has a single number that is not zero. */
  @Test
  void arraysThatAreLargerThanTheMemory() throws IOException {
    Path file = folder.resolve("a.npy");
    long samples = 1L << 24;
    byte[] header = Npy.header("|u1", samples, 64, 64);
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.SPARSE,
            StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(header));
      channel.write(ByteBuffer.wrap(new byte[] {51}), header.length + samples * 4096 - 1);
    }

    InputSpec images =
        input("x", ElementType.FLOAT, new Dim.Symbol("N"), Dim.of(1), Dim.of(64), Dim.of(64));
    Batches batches = data(file, "", "", 8).batches(List.of(images));

    double[] last = numbers(batches, batches.count() - 1);
    assertEquals(samples / 8, batches.count());
    assertEquals(0.2, last[8 * 4096 - 1], 1e-7);
    assertEquals(0, last[8 * 4096 - 2]);
  }

  private void assertRefused(String message, RealData data, InputSpec... inputs) {
    DataException e = assertThrows(DataException.class, () -> data.batches(List.of(inputs)));
    assertEquals(message, String.valueOf(e.getMessage()).replace(folder + "/", ""));
  }

  private RealData file(Tensor tensor) throws IOException {
    return data(Npy.write(folder.resolve("a.npy"), tensor), "", "", 2);
  }

  @Test
  void shapesThatDoNotFit() throws IOException {
    assertRefused(
        "a.npy/a: has the shape [2,3], the model's input is x[N,2]",
        file(counting(ElementType.FLOAT, 5, 3)),
        VECTORS);
    assertRefused(
        "a.npy/a: has the shape [2,1,4,5], the model's input is x[N,1,4,4]",
        file(counting(ElementType.UINT8, 3, 4, 5)),
        IMAGES);
    assertRefused(
        "a.npy/a: has the shape [3,16]; bytes are expected to be images, [samples, rows, columns]"
            + " or with channels",
        file(counting(ElementType.UINT8, 3, 16)),
        IMAGES);
    assertRefused(
        "a.npy/a: holds a single number, not samples along a first axis",
        file(Tensor.ofFloats(Shape.of(), 1)),
        VECTORS);
  }

  @Test
  void typesThatDoNotFit() throws IOException {
    assertRefused(
        "a.npy/a: is of type int64, the model's input x[N,2] asks for float",
        file(counting(ElementType.INT64, 4, 2)),
        VECTORS);
  }

  @Test
  void arraysThatAreMissing() throws IOException {
    Tensor some = counting(ElementType.FLOAT, 4, 2);
    Path file = Npy.archive(folder.resolve("a.npz"), Map.of("p", some, "q", some));
    assertRefused(
        "a.npz: has the arrays p, q; say which holds the samples", data(file, "", "", 2), VECTORS);
    assertRefused("a.npz: has no array 'r'; it has p, q", data(file, "r", "", 2), VECTORS);
    assertRefused("a.npz: has no array 'r'; it has p, q", data(file, "p", "r", 2), VECTORS);
    assertRefused(
        "a.npz/q: is float[4,2]; a list of the numbers of samples is expected",
        data(file, "p", "q", 2),
        VECTORS);
    assertRefused("b.npz: no such file", data(folder.resolve("b.npz"), "", "", 2), VECTORS);
  }

  @Test
  void samplesThatAreMissing() throws IOException {
    assertRefused("a.npy/a: holds no samples", file(counting(ElementType.FLOAT, 0, 2)), VECTORS);
    Path file =
        Npy.archive(
            folder.resolve("a.npz"),
            Map.of("x", counting(ElementType.FLOAT, 4, 2), "rows", counting(ElementType.INT64, 5)));
    assertRefused(
        "a.npz/x: sample 4 is asked for, there are 4", data(file, "x", "rows", 2), VECTORS);
  }

  @Test
  void batchesThatAreNotFull() throws IOException {
    assertRefused(
        "a.npy/a: 5 samples do not fill batches of 2, which the network asks for",
        file(counting(ElementType.FLOAT, 5, 2)),
        input("x", ElementType.FLOAT, Dim.of(2), Dim.of(2)));
  }

  @Test
  void inputsWithDifferentNumbersOfSamples() throws IOException {
    Path file =
        Npy.archive(
            folder.resolve("a.npz"),
            Map.of("x", counting(ElementType.FLOAT, 4, 2), "z", counting(ElementType.FLOAT, 3, 2)));
    assertRefused(
        "a.npz: the inputs get 4 and 3 samples; as many of each are expected",
        data(file, "", "", 2),
        VECTORS,
        input("z", ElementType.FLOAT, new Dim.Symbol("N"), Dim.of(2)));
  }

  @Test
  void numbersThatAreNotFinite() throws IOException {
    double[] numbers = {0, 1, 2, 3, 4, Double.NaN};
    Path file =
        Npy.write(
            folder.resolve("a.npy"), Tensor.ofDoubles(ElementType.FLOAT, Shape.of(3, 2), numbers));
    Batches batches = data(file, "", "", 2).batches(List.of(VECTORS));
    DataException e = assertThrows(DataException.class, () -> batches.batch(1));
    assertTrue(
        String.valueOf(e.getMessage())
            .endsWith("a.npy/a: sample 2 holds NaN, where finite numbers are expected"),
        e::getMessage);
  }

  @Test
  void meansOfOtherChannels() throws IOException {
    Path file = Npy.write(folder.resolve("a.npy"), counting(ElementType.UINT8, 2, 4, 4));
    RealData two =
        new RealData(
            file,
            Optional.empty(),
            Optional.empty(),
            9,
            2,
            OptionalInt.empty(),
            new Pixels(List.of(0.1, 0.2), List.of(1.0)));
    assertRefused("2 means are given, the images have 1 channels", two, IMAGES);
  }
}
