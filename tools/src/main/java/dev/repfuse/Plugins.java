package dev.repfuse;

import dev.repfuse.pass.PluginException;
import dev.repfuse.pass.RewriteProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.JarFile;

/** Rewrites from jars, each in a class loader of its own, which are open until this is closed. */
public final class Plugins implements AutoCloseable {
  private final List<RewriteProvider> providers = new ArrayList<>();
  private final List<URLClassLoader> loaders = new ArrayList<>();

  private Plugins() {}

  /** The providers on the class path of the library. */
  public static List<RewriteProvider> onClassPath() {
    ClassLoader own = Plugins.class.getClassLoader();
    try {
      return ServiceLoader.load(RewriteProvider.class, own).stream()
          .map(ServiceLoader.Provider::get)
          .toList();
    } catch (ServiceConfigurationError | LinkageError e) {
      throw new PluginException("a plugin on the class path: " + PluginException.words(e), e);
    }
  }

  /**
   * Opens jars.
   *
   * @throws PluginException if one is missing, is no jar, or has no provider that can be made
   */
  public static Plugins open(List<Path> jars) {
    Plugins plugins = new Plugins();
    try {
      jars.forEach(plugins::add);
    } catch (PluginException e) {
      plugins.close();
      throw e;
    }
    return plugins;
  }

  /** The providers of all jars, in the order of the jars and of the names in each. */
  public List<RewriteProvider> providers() {
    return List.copyOf(providers);
  }

  private void add(Path jar) {
    if (!Files.isRegularFile(jar)) {
      throw new PluginException("plugin %s: there is no such file".formatted(jar));
    }
    try (JarFile file = new JarFile(jar.toFile())) {
      if (file.getEntry("META-INF/services/" + RewriteProvider.class.getName()) == null) {
        throw new PluginException(
            "plugin %s: names no provider in META-INF/services/%s"
                .formatted(jar, RewriteProvider.class.getName()));
      }
      load(jar);
    } catch (IOException e) {
      throw new PluginException(
          "plugin %s: is no readable jar: %s".formatted(jar, PluginException.words(e)), e);
    } catch (ServiceConfigurationError | LinkageError e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new PluginException("plugin %s: %s".formatted(jar, PluginException.words(cause)), e);
    }
  }

  private void load(Path jar) throws IOException {
    URLClassLoader loader =
        new URLClassLoader(
            jar.toString(), new URL[] {jar.toUri().toURL()}, Plugins.class.getClassLoader());
    loaders.add(loader);
    List<RewriteProvider> found =
        ServiceLoader.load(RewriteProvider.class, loader).stream()
            .filter(provider -> loader.equals(provider.type().getClassLoader()))
            .map(ServiceLoader.Provider::get)
            .toList();
    if (found.isEmpty()) {
      throw new PluginException("plugin %s: has no provider of its own".formatted(jar));
    }
    providers.addAll(found);
  }

  @Override
  public void close() {
    for (URLClassLoader loader : loaders) {
      try {
        loader.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
