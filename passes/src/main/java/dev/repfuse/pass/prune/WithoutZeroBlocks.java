package dev.repfuse.pass.prune;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Lets residual blocks go whose branch is zero, then channels of what is left. */
public record WithoutZeroBlocks(Selector channels) implements Selector {
  /** Lets blocks go, and no channels. */
  public WithoutZeroBlocks() {
    this(new Nothing());
  }

  @Override
  public List<String> blocks(Network network) {
    return network.zeroBlocks();
  }

  @Override
  public List<BitSet> of(Network network) {
    return channels.of(network);
  }

  @Override
  public boolean keepsFunction() {
    return channels.keepsFunction();
  }

  @Override
  public Optional<Selector> withoutRounding() {
    return channels.withoutRounding();
  }

  @Override
  public String words() {
    return channels instanceof Nothing
        ? "blocks that are zero"
        : "blocks that are zero, " + channels.words();
  }

  /** No channels at all. */
  private record Nothing() implements Selector {
    @Override
    public List<BitSet> of(Network network) {
      return network.groups().stream().map(group -> new BitSet()).toList();
    }

    @Override
    public boolean keepsFunction() {
      return true;
    }

    @Override
    public String words() {
      return "nothing";
    }
  }
}
