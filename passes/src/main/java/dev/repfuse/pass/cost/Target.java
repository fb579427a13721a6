package dev.repfuse.pass.cost;

import java.util.List;
import java.util.Optional;

/**
 * A machine as the cost model sees it: one core that runs 32-bit floating point in ONNX Runtime.
 *
 * <p><b>Dense.</b> The peak is FMA units × lanes × clock. A packed matrix product keeps about three
 * quarters of it, since what it loads into registers serves a whole tile of results. Measured on
 * one core with AVX-512 (benchmarks/README.md): 56 per nanosecond.
 *
 * <p><b>Narrow.</b> Groups, or a single one, that give fewer channels than a register has lanes
 * leave lanes idle. Measured: 11 with groups of 4 channels, 18 with 8, 53 with 16, which is dense;
 * and without groups 12 with 4 channels, 26 with 8, 56 with 16.
 *
 * <p><b>Depthwise.</b> Nothing is used again except by neighbouring taps, so that loads are busy
 * and not FMA units. It depends on how activations lie in memory. In blocks of channels, as ONNX
 * Runtime lays them on x86, a load fills all lanes: 30, half of dense. In rows of an image, as
 * elsewhere and below the highest optimization level, windows are copied out and lanes run along
 * the few taps: 5, a tenth.
 *
 * <p><b>Memory</b> is what one core streams beyond its caches (measured: 22 to 28 bytes per
 * nanosecond with a working set of 50 MB). <b>Launch</b> is what ONNX Runtime spends on a node
 * besides its kernel: 200 ns measured for the cheapest node; a convolution also checks shapes and
 * takes a buffer.
 *
 * <p><b>Widths.</b> On x86, ONNX Runtime lays channels in blocks as wide as a register: 16 with
 * AVX-512, 8 with AVX2. Elsewhere convolutions are matrix products in tiles of 8 or more rows.
 *
 * @param name its name on the command line
 * @param denseMacs multiply-accumulates per nanosecond of a dense convolution
 * @param narrowMacs of one whose groups give few channels
 * @param depthwiseMacs of one that makes one channel of one
 * @param bytesPerNanosecond memory traffic
 * @param launchNanoseconds what starting one node costs
 * @param channelMultiple widths that are multiples of it leave no lane idle
 * @param times of layers that were measured there
 */
public record Target(
    String name,
    double denseMacs,
    double narrowMacs,
    double depthwiseMacs,
    double bytesPerNanosecond,
    double launchNanoseconds,
    int channelMultiple,
    LayerTimes times) {

  /** A machine of which no more than rates is known. */
  public Target(
      String name,
      double denseMacs,
      double narrowMacs,
      double depthwiseMacs,
      double bytesPerNanosecond,
      double launchNanoseconds,
      int channelMultiple) {
    this(
        name,
        denseMacs,
        narrowMacs,
        depthwiseMacs,
        bytesPerNanosecond,
        launchNanoseconds,
        channelMultiple,
        LayerTimes.NONE);
  }

  /** No particular machine: no faster than the others in anything but dense arithmetic. */
  public static final Target GENERIC = new Target("generic", 20, 5, 2, 8, 2000, 8);

  /**
   * Two FMA units of 256 bits (16 MACs per cycle) at 3 GHz, a peak of 48; narrow and depthwise by
   * the shares that were measured with AVX-512, two memory channels of DDR4.
   */
  public static final Target X86_AVX2 = new Target("x86-avx2", 36, 10, 18, 15, 500, 8);

  /** As measured; two FMA units of 512 bits at 2.4 GHz have a peak of 77. */
  public static final Target X86_AVX512 = new Target("x86-avx512", 56, 15, 30, 25, 500, 16);

  /**
   * Two FMA units of 128 bits (8 MACs per cycle) at 2.6 GHz, as in Cortex-A76 and Neoverse N1, a
   * peak of 21; depthwise over rows, an eighth of dense, for a register holds only 4 floats; memory
   * of a phone or a small server.
   */
  public static final Target ARM64 = new Target("arm64", 16, 5, 2, 8, 1000, 8);

  /** Every target that has a name. */
  public static final List<Target> ALL = List.of(GENERIC, X86_AVX2, X86_AVX512, ARM64);

  /** The target of that name. */
  public static Optional<Target> named(String name) {
    return ALL.stream().filter(target -> target.name().equals(name)).findFirst();
  }

  /**
   * A machine on which layers were measured, and all else takes so many times what it takes here.
   */
  public Target measured(String machine, double slower, LayerTimes layers) {
    return new Target(
        machine,
        denseMacs / slower,
        narrowMacs / slower,
        depthwiseMacs / slower,
        bytesPerNanosecond / slower,
        launchNanoseconds * slower,
        channelMultiple,
        layers);
  }

  /** The cost of one node by rates: it is bound by arithmetic or by memory, whichever is slower. */
  public Cost cost(Arithmetic arithmetic, double macs, double bytes) {
    double rate =
        switch (arithmetic) {
          case DENSE -> denseMacs;
          case NARROW -> narrowMacs;
          case DEPTHWISE -> depthwiseMacs;
        };
    double time = launchNanoseconds + Math.max(macs / rate, bytes / bytesPerNanosecond);
    return new Cost(macs, bytes, time);
  }
}
