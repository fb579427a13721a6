package dev.repfuse.cam;

/** Colours that grow lighter from black over purple and orange to yellow (inferno, CC0). */
final class ColourScale {
  private static final int[] STOPS = {
    0x000004, 0x1F0C48, 0x550F6D, 0x88226A, 0xBA3655, 0xE35933, 0xF98C0A, 0xF9C932, 0xFCFFA4
  };

  private ColourScale() {}

  /**
   * A colour as 0xRRGGBB.
   *
   * @param share from 0 to 1
   */
  static int of(double share) {
    double place = Math.clamp(share, 0, 1) * (STOPS.length - 1);
    int low = Math.min((int) place, STOPS.length - 2);
    return mixed(STOPS[low], STOPS[low + 1], place - low);
  }

  /** Two colours, the second one by {@code share}. */
  static int mixed(int first, int second, double share) {
    int colour = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int from = (first >> shift) & 0xFF;
      int to = (second >> shift) & 0xFF;
      colour |= (int) Math.round(from + share * (to - from)) << shift;
    }
    return colour;
  }
}
