package dev.repfuse.pass.prune;

import java.util.BitSet;
import java.util.List;

/**
 * Channels that are zero wherever they are summed with others, by their weights alone, and those
 * that their readers' weights multiply by zero. What is left computes what all of it did, as long
 * as values are finite.
 */
public record ZeroChannels() implements Selector {
  @Override
  public List<BitSet> of(Network network) {
    return network.zeros();
  }

  @Override
  public String words() {
    return "channels that are zero";
  }

  @Override
  public boolean keepsFunction() {
    return true;
  }
}
