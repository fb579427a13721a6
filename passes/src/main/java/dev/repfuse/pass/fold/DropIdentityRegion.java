package dev.repfuse.pass.fold;

import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Value;
import dev.repfuse.ir.edit.Edit;
import dev.repfuse.pass.Exactness;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Gain;
import dev.repfuse.pass.Outcome;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.Rewrite;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Drops nodes that take channels apart and join them again in their old order. */
public final class DropIdentityRegion implements Rewrite {
  private static final int MOST_SOURCES = 4;

  @Override
  public Exactness exactness() {
    return Exactness.BITWISE;
  }

  @Override
  public Outcome match(Node anchor, Facts facts) {
    boolean joins = anchor.is("Concat") || anchor.is("Gather") || anchor.is("Reshape");
    if (!joins
        || anchor.result().isEmpty()
        || !(LinearOperators.step(anchor.result().get(), facts) instanceof Step.Linear)) {
      return Outcome.NOT_MINE;
    }
    Result root = anchor.result().get();
    Region region = new Region(root, facts);
    for (int sources = 0; sources < MOST_SOURCES; sources++) {
      Optional<NamedValue> source = region.grow();
      if (source.isEmpty()) {
        break;
      }
      if (isIdentity(root, source.get(), region, facts)) {
        List<Node> origins = region.nodes().stream().map(Region.Member::node).toList();
        return Edit.canBypass(root, source.get())
            ? new Outcome.Replace(
                new Edit.Bypass(root, source.get()), origins, new Gain(origins.size(), 0, 0))
            : Outcome.declined(Reason.KEEPS_NAME, "'" + root.name() + "'");
      }
    }
    return Outcome.NOT_MINE;
  }

  private static boolean isIdentity(Result root, NamedValue source, Region region, Facts facts) {
    Optional<RegionShape.Found> found = RegionShape.of(source, region.members(), facts);
    if (found.isEmpty()) {
      return false;
    }
    Map<Value, Expression> expressions =
        region.expressions(source, found.get().identity(), found.get().layout());
    return expressions.get(root) instanceof Affine affine && affine.isIdentity();
  }
}
