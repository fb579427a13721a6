package dev.repfuse.pass;

import java.util.List;

/**
 * Rewrites of somebody else, as one pass of the pipeline. {@link java.util.ServiceLoader} finds
 * providers by a file {@code META-INF/services/dev.repfuse.pass.RewriteProvider} that names the
 * class; it needs a public constructor without parameters.
 */
public interface RewriteProvider {

  /** Where in the standard pipeline a provider's pass runs. */
  enum Place {
    /** Behind the first cleaning, with constants known and no-ops gone; before regions fold. */
    BEFORE_FOLDING,
    /** Between folding and the last cleaning, which takes away what is left unread. */
    AFTER_FOLDING
  }

  /**
   * The pass's name for {@code --passes} and in reports: lower-case letters, digits and hyphens,
   * and not the name of another pass.
   */
  String name();

  /** Where the pass runs. */
  Place place();

  /** Which end of the graph the pass begins at. */
  default Pass.Order order() {
    return Pass.Order.FIRST_NODE_FIRST;
  }

  /**
   * The rewrites, tried on every node in this order. Each has to come to an end: what it makes must
   * not match it for ever. Asked for at least once in a run.
   */
  List<Rewrite> rewrites();
}
