package dev.repfuse.pass.adapt;

/** What a search for the head of a graph output found. */
public sealed interface Finding permits Head, Refusal {
  /** The graph output. */
  String output();
}
