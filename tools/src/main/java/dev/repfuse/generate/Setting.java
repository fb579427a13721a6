package dev.repfuse.generate;

/** What can be chosen for some families and not for others. */
public enum Setting {
  WIDTH("--width"),
  CHANNELS("--channels"),
  CLASSES("--classes"),
  ARCH("--arch"),
  SCALES("--scales"),
  WIDTHS("--widths"),
  AFFINE("--no-affine"),
  FORM("--form"),
  KERNEL("--kernel"),
  REGIONS("--regions"),
  EXPERTS("--experts"),
  SELECT("--select");

  private final String option;

  Setting(String option) {
    this.option = option;
  }

  /** The option of the command line. */
  public String option() {
    return option;
  }
}
