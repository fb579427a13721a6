package dev.repfuse;

import dev.repfuse.pass.RewriteProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Makes jars with plugins: the one of examples/own-rewrite, and small ones that misbehave. */
public final class PluginJar {
  private PluginJar() {}

  /** The example, compiled as its module compiles it. */
  public static Path ofExample(Path folder) throws IOException {
    Path main = Project.file("examples/own-rewrite/src/main");
    Path classes = Files.createDirectories(folder.resolve("example"));
    JavaSource.compile(filesIn(main.resolve("java")), classes);
    Path services = main.resolve("resources/META-INF/services/" + RewriteProvider.class.getName());
    return pack(classes, Files.readString(services), folder.resolve("own-rewrite.jar"));
  }

  /** A provider {@code Own} of a pass {@code own}, with one rewrite whose match is given. */
  public static Path matching(String match, Path folder) throws IOException {
    return of(
        """
        public String name() { return "own"; }
        public Place place() { return Place.BEFORE_FOLDING; }
        public List<Rewrite> rewrites() { return List.of(new Mine()); }
        static final class Mine implements Rewrite {
          public Outcome match(Node anchor, Facts facts) { %s }
          public Exactness exactness() { return Exactness.BITWISE; }
        }
        """
            .formatted(match),
        folder);
  }

  /** A provider {@code Own} with the members that are given. */
  public static Path of(String members, Path folder) throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    Path source = folder.resolve("Own.java");
    Files.writeString(
        source,
        """
        import dev.repfuse.ir.*;
        import dev.repfuse.ir.edit.*;
        import dev.repfuse.pass.*;
        import java.util.List;
        public final class Own implements RewriteProvider {
        %s
        }
        """
            .formatted(members));
    JavaSource.compile(List.of(source), classes);
    return pack(classes, "Own", folder.resolve("own.jar"));
  }

  private static Path pack(Path classes, String services, Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      out.putNextEntry(new JarEntry("META-INF/services/" + RewriteProvider.class.getName()));
      out.write(services.getBytes(StandardCharsets.UTF_8));
      for (Path path : filesIn(classes)) {
        out.putNextEntry(new JarEntry(classes.relativize(path).toString().replace('\\', '/')));
        out.write(Files.readAllBytes(path));
      }
    }
    return jar;
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
