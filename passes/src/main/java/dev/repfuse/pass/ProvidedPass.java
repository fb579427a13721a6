package dev.repfuse.pass;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Node;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The pass of a {@link RewriteProvider}: what fails in it is said to be the provider's. */
final class ProvidedPass {
  private ProvidedPass() {}

  /**
   * Asks a provider for its pass.
   *
   * @throws PluginException if the provider throws, or if its name is no name for a pass
   */
  static Pass of(RewriteProvider provider) {
    String type = provider.getClass().getName();
    try {
      if (!provider.name().matches("[a-z][a-z0-9-]*")) {
        throw new PluginException(
            "plugin %s: '%s' is no name for a pass: lower-case letters, digits and hyphens"
                .formatted(type, provider.name()));
      }
      List<Rewrite> rewrites =
          provider.rewrites().stream().<Rewrite>map(r -> new Guarded(type, r)).toList();
      return new Pass.Local(provider.name(), provider.order(), rewrites);
    } catch (PluginException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      throw new PluginException(
          "plugin %s failed: %s".formatted(type, PluginException.words(e)), e);
    }
  }

  /** A rewrite whose errors name the plugin and the node, and that comes to an end. */
  private static final class Guarded implements Rewrite {
    /** A rewrite that proposes this many changes, and ten times the nodes, has no end. */
    private static final long MANY = 1000;

    private final String plugin;
    private final Rewrite rewrite;
    private final Set<Graph> graphs = new HashSet<>();
    private long changes = 0;
    private long limit = MANY;

    Guarded(String plugin, Rewrite rewrite) {
      this.plugin = plugin;
      this.rewrite = rewrite;
    }

    @Override
    public Outcome match(Node anchor, Facts facts) {
      try {
        Outcome outcome = rewrite.match(anchor, facts);
        if (outcome instanceof Outcome.Replace) {
          count(anchor);
        }
        return outcome;
      } catch (PluginException e) {
        throw e;
      } catch (RuntimeException | LinkageError e) {
        throw new PluginException(
            "plugin %s: %s failed at %s: %s"
                .formatted(plugin, name(), anchor, PluginException.words(e)),
            e);
      }
    }

    private void count(Node anchor) {
      if (graphs.add(anchor.graph())) {
        limit += 10L * anchor.graph().nodeCount();
      }
      if (++changes > limit) {
        throw new PluginException(
            "plugin %s: %s does not come to an end at %s".formatted(plugin, name(), anchor));
      }
    }

    @Override
    public Exactness exactness() {
      return rewrite.exactness();
    }

    @Override
    public String name() {
      return rewrite.name();
    }
  }
}
