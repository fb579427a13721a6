package dev.repfuse;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.check.ModelCheck;
import dev.repfuse.pass.PluginException;
import dev.repfuse.pass.RewriteProvider;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Watches over the passes of plugins: their mistakes are said to be theirs, and go no further. */
final class ForeignPasses {
  private final FuseOptions options;
  private final Set<String> names = new TreeSet<>();
  private String current = "";

  ForeignPasses(FuseOptions options) {
    this.options = options;
    options.providers().stream().map(RewriteProvider::name).forEach(names::add);
  }

  /** Is told the name of every pass that begins. */
  void begin(String pass) {
    current = pass;
    options.progress().accept(pass);
  }

  /** Is given the model after every pass. */
  void check(Model model) {
    if (names.contains(current)) {
      try {
        ModelCheck.check(model);
      } catch (ModelException e) {
        throw failed(" leaves an invalid model: " + e.getMessage(), e);
      }
    }
  }

  /**
   * Runs passes.
   *
   * @throws PluginException if an edit that a plugin proposes cannot be made
   */
  <T> T watch(Supplier<T> run) {
    try {
      return run.get();
    } catch (PluginException e) {
      throw e;
    } catch (RuntimeException e) {
      throw names.contains(current) ? failed(": " + PluginException.words(e), e) : e;
    }
  }

  private PluginException failed(String words, Throwable cause) {
    return new PluginException("plugin's pass '%s'%s".formatted(current, words), cause);
  }
}
