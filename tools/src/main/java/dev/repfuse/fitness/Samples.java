package dev.repfuse.fitness;

import dev.repfuse.calibrate.Batches;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Batches in memory, and as a file that another process of the same version reads: how many, and of
 * each its tensors by name, element type, extents and little-endian bytes.
 */
public final class Samples implements Batches {
  /** The share of the heap that samples may take. */
  private static final int SHARE = 4;

  private final List<Map<String, Tensor>> batches;

  private Samples(List<Map<String, Tensor>> batches) {
    this.batches = batches;
  }

  /** The same batches, decoded once if they fit well into memory, else as they come. */
  public static Batches held(Batches batches) {
    long room = Runtime.getRuntime().maxMemory() / SHARE;
    List<Map<String, Tensor>> all = new ArrayList<>();
    for (int i = 0; i < batches.count(); i++) {
      Map<String, Tensor> batch = batches.batch(i);
      room -= batch.values().stream().mapToLong(Tensor::byteSize).sum();
      if (room < 0) {
        return batches;
      }
      all.add(batch);
    }
    return new Samples(all);
  }

  static void write(Batches batches, Path file) {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      out.writeInt(batches.count());
      for (int i = 0; i < batches.count(); i++) {
        Map<String, Tensor> batch = batches.batch(i);
        out.writeInt(batch.size());
        for (Map.Entry<String, Tensor> entry : batch.entrySet()) {
          write(entry.getKey(), entry.getValue(), out);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(String name, Tensor tensor, DataOutputStream out) throws IOException {
    long[] extents = tensor.shape().sizes().orElseThrow();
    out.writeUTF(name);
    out.writeUTF(tensor.type().name());
    out.writeInt(extents.length);
    for (long extent : extents) {
      out.writeLong(extent);
    }
    byte[] bytes = tensor.bytes().toArray(ValueLayout.JAVA_BYTE);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static Samples read(Path file) {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      List<Map<String, Tensor>> batches = new ArrayList<>();
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        Map<String, Tensor> batch = new LinkedHashMap<>();
        int inputs = in.readInt();
        for (int input = 0; input < inputs; input++) {
          batch.put(in.readUTF(), tensor(in));
        }
        batches.add(batch);
      }
      return new Samples(batches);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Tensor tensor(DataInputStream in) throws IOException {
    ElementType type = ElementType.valueOf(in.readUTF());
    long[] extents = new long[in.readInt()];
    for (int axis = 0; axis < extents.length; axis++) {
      extents[axis] = in.readLong();
    }
    byte[] bytes = in.readNBytes(in.readInt());
    return Tensor.of(type, Shape.of(extents), MemorySegment.ofArray(bytes));
  }

  @Override
  public int count() {
    return batches.size();
  }

  @Override
  public Map<String, Tensor> batch(int number) {
    return batches.get(number);
  }
}
