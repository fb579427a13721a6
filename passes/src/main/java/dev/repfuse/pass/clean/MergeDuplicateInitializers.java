package dev.repfuse.pass.clean;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.edit.Edit;
import dev.repfuse.pass.Exactness;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Sweep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/** Lets readers of equal constants read one of them. */
public final class MergeDuplicateInitializers implements Sweep {

  /** Equal tensors have equal keys; unequal ones are told apart byte by byte. */
  private record Key(ElementType type, Shape shape, long checksum) {}

  @Override
  public List<Edit> propose(Graph graph, Facts facts, Remarks remarks) {
    Map<Key, List<Initializer>> seen = new HashMap<>();
    List<Edit> edits = new ArrayList<>();
    for (Initializer candidate : graph.initializers()) {
      boolean mergeable =
          candidate.listed().isEmpty()
              && !candidate.uses().isEmpty()
              && !Edit.mustKeepName(candidate)
              && facts.constant(candidate).filter(t -> t.type() != ElementType.STRING).isPresent();
      if (mergeable) {
        Tensor tensor = candidate.tensor().orElseThrow();
        List<Initializer> alike = seen.computeIfAbsent(key(tensor), k -> new ArrayList<>(1));
        alike.stream()
            .filter(first -> first.tensor().orElseThrow().sameAs(tensor))
            .findFirst()
            .ifPresentOrElse(
                first -> edits.add(new Edit.Bypass(candidate, first)), () -> alike.add(candidate));
      }
    }
    return edits;
  }

  private static Key key(Tensor tensor) {
    CRC32C checksum = new CRC32C();
    long length = Math.min(tensor.byteSize(), 1 << 20);
    checksum.update(tensor.bytes().asSlice(0, length).asByteBuffer());
    return new Key(tensor.type(), tensor.shape(), checksum.getValue());
  }

  @Override
  public Exactness exactness() {
    return Exactness.BITWISE;
  }
}
