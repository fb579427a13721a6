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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/** Lets readers of equal constants read one of them. */
public final class MergeDuplicateInitializers implements Sweep {
  /** Bytes that a first look takes: of gigabytes that nothing changes, most stay unread. */
  private static final long PAGE = 4096;

  private record Form(ElementType type, Shape shape) {}

  @Override
  public List<Edit> propose(Graph graph, Facts facts, Remarks remarks) {
    Map<Form, List<Initializer>> forms = new LinkedHashMap<>();
    for (Initializer candidate : graph.initializers()) {
      if (isMergeable(candidate, facts)) {
        Tensor tensor = candidate.tensor().orElseThrow();
        forms
            .computeIfAbsent(new Form(tensor.type(), tensor.shape()), f -> new ArrayList<>(1))
            .add(candidate);
      }
    }
    List<Edit> edits = new ArrayList<>();
    for (List<Initializer> sameForm : forms.values()) {
      if (sameForm.size() > 1) {
        merge(sameForm, edits);
      }
    }
    return edits;
  }

  /** Tensors part by a look at their beginnings, then by a longer one, then byte by byte. */
  private static void merge(List<Initializer> sameForm, List<Edit> edits) {
    for (List<Initializer> similar : byBeginning(sameForm, PAGE)) {
      byBeginning(similar, 256 * PAGE).forEach(alike -> mergeEqual(alike, edits));
    }
  }

  /** Those of which several begin alike. */
  private static List<List<Initializer>> byBeginning(List<Initializer> candidates, long length) {
    Map<Long, List<Initializer>> seen = new LinkedHashMap<>();
    for (Initializer candidate : candidates) {
      seen.computeIfAbsent(
              checksum(candidate.tensor().orElseThrow(), length), c -> new ArrayList<>(1))
          .add(candidate);
    }
    return seen.values().stream().filter(alike -> alike.size() > 1).toList();
  }

  private static void mergeEqual(List<Initializer> alike, List<Edit> edits) {
    List<Initializer> kept = new ArrayList<>();
    for (Initializer candidate : alike) {
      Tensor tensor = candidate.tensor().orElseThrow();
      kept.stream()
          .filter(first -> first.tensor().orElseThrow().sameAs(tensor))
          .filter(first -> Edit.canBypass(candidate, first))
          .findFirst()
          .ifPresentOrElse(
              first -> edits.add(new Edit.Bypass(candidate, first)), () -> kept.add(candidate));
    }
  }

  private static boolean isMergeable(Initializer candidate, Facts facts) {
    return candidate.listed().isEmpty()
        && !candidate.uses().isEmpty()
        && !Edit.mustKeepName(candidate)
        && facts.constant(candidate).filter(t -> t.type() != ElementType.STRING).isPresent();
  }

  private static long checksum(Tensor tensor, long length) {
    CRC32C checksum = new CRC32C();
    checksum.update(tensor.bytes().asSlice(0, Math.min(tensor.byteSize(), length)).asByteBuffer());
    return checksum.getValue();
  }

  @Override
  public Exactness exactness() {
    return Exactness.BITWISE;
  }
}
