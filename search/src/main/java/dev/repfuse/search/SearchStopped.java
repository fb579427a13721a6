package dev.repfuse.search;

/** The user wants a search to end; what it has found is kept. */
public final class SearchStopped extends RuntimeException {
  private static final long serialVersionUID = 1;

  public SearchStopped() {
    super("stopped");
  }
}
