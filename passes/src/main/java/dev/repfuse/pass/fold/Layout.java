package dev.repfuse.pass.fold;

/**
 * Which axis of a region's values counts channels.
 *
 * @param rank number of axes, batch and channels included
 * @param channelAxis 1 for convolutions, the last one for matrix products
 */
record Layout(int rank, int channelAxis) {

  /** Whether an axis, counted from the end if negative, is the one of channels. */
  boolean isChannelAxis(long axis) {
    return (axis < 0 ? axis + rank : axis) == channelAxis;
  }

  /** Spatial axes: those behind the channels. */
  int spatialRank() {
    return rank - channelAxis - 1;
  }
}
