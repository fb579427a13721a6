package dev.repfuse.search.cluster;

/** A search and its workers cannot come together, or a worker cannot do its work. */
public final class ClusterException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ClusterException(String message) {
    super(message);
  }

  ClusterException(String message, Throwable cause) {
    super(message, cause);
  }
}
