package dev.repfuse.prove;

/** What shows that two regions differ. */
public sealed interface Difference permits Impulse, OtherExtents {

  /** The difference in one sentence. */
  String words();
}
