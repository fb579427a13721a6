package dev.repfuse.pass.prune;

import java.util.BitSet;
import java.util.List;

/**
 * Channels that hold one constant, whatever the network reads, such as those of a Relu that never
 * lets anything through; and those of {@link ZeroChannels}. What is left computes what all of it
 * did, as long as values are finite.
 */
public record ConstantChannels() implements Selector {
  @Override
  public List<BitSet> of(Network network) {
    return network.constants();
  }

  @Override
  public String words() {
    return "channels that are constant";
  }

  @Override
  public boolean keepsFunction() {
    return true;
  }
}
