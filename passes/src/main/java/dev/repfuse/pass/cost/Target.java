package dev.repfuse.pass.cost;

/**
 * A machine as the cost model sees it.
 *
 * @param name its name on the command line
 * @param macsPerNanosecond multiply-accumulates of a dense convolution
 * @param bytesPerNanosecond memory traffic
 * @param launchNanoseconds what starting one node costs
 */
public record Target(
    String name, double macsPerNanosecond, double bytesPerNanosecond, double launchNanoseconds) {

  /** One core of no particular machine. */
  public static final Target GENERIC = new Target("generic", 20, 8, 2000);

  /** The time of one node: it is bound by arithmetic or by memory, whichever is slower. */
  public double nanoseconds(double macs, double bytes) {
    return launchNanoseconds + Math.max(macs / macsPerNanosecond, bytes / bytesPerNanosecond);
  }
}
