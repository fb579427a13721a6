package dev.repfuse.pass.prune;

import java.util.List;
import java.util.Optional;

/**
 * Channels that lie along the same axes, each an atom that goes or stays as a whole.
 *
 * @param name that of the value whose axis comes first in the graph
 * @param places the axes on which the channels have positions, in the graph's order
 * @param channels for each channel, its positions on the first of {@code places}
 * @param pin what keeps the group, if it has to stay
 */
public record ChannelGroup(
    String name, List<Place> places, List<int[]> channels, Optional<Pin> pin) {
  public ChannelGroup {
    places = List.copyOf(places);
    channels = List.copyOf(channels);
  }

  /** How many channels can be removed one by one. */
  public int size() {
    return channels.size();
  }
}
