package com.example.rewrite;

import dev.repfuse.pass.Rewrite;
import dev.repfuse.pass.RewriteProvider;
import java.util.List;

/** Gives repfuse the rewrites of this package, as the pass {@code relu}. */
public final class ReluRewrites implements RewriteProvider {
  @Override
  public String name() {
    return "relu";
  }

  @Override
  public Place place() {
    return Place.AFTER_FOLDING;
  }

  @Override
  public List<Rewrite> rewrites() {
    return List.of(new DropRepeatedRelu());
  }
}
