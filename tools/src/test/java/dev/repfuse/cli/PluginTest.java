package dev.repfuse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --plugin}: rewrites from a jar are passes like others, and their errors are one line. */
class PluginTest {
  @TempDir Path folder;
  private Path model = Path.of("");

  @BeforeEach
  void writeModel() {
    model =
        SampleModels.write(
            folder,
            "model.onnx",
            "g (float[2,3] x) => (float[2,3] y)"
                + " { [one] a = Relu (x) [two] b = Relu (a) [out] y = Neg (b) }");
  }

  @Test
  void theExampleIsAPassOfTheReport() throws IOException {
    CommandRun run = CommandRun.of(model, "--plugin", PluginJar.ofExample(folder), "--in-process");

    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertTrue(run.out().contains("  relu        DropRepeatedRelu 1 (1 node fewer)"), run.out());
    assertTrue(run.out().contains("✓ equal: largest error 0"), run.out());
  }

  @Test
  void explainTellsItsChanges() throws IOException {
    CommandRun run = CommandRun.of("explain", model, "--plugin", PluginJar.ofExample(folder));

    assertTrue(run.out().contains("1  DropRepeatedRelu (relu)"), run.out());
  }

  @Test
  void passesNamesItToo() throws IOException {
    Path jar = PluginJar.ofExample(folder);

    CommandRun without = CommandRun.of(model, "--plugin", jar, "--passes=-relu", "--check");
    assertEquals(ExitCode.DONE, without.code(), without.out());
    CommandRun only = CommandRun.of(model, "--plugin", jar, "--passes", "relu", "--check");
    assertEquals(ExitCode.DIFFERENT, only.code(), only.out());
    CommandRun unknown = CommandRun.of(model, "--passes", "relu");
    assertEquals(ExitCode.USAGE, unknown.code());
  }

  @Test
  void aMissingJarIsOneLine() {
    failsWith("nowhere.jar: there is no such file", folder.resolve("nowhere.jar"));
  }

  @Test
  void aFileThatIsNoJarIsOneLine() throws IOException {
    failsWith("text.jar: is no readable jar", Files.writeString(folder.resolve("text.jar"), "?"));
  }

  @Test
  void aJarWithoutProviderIsOneLine() throws IOException {
    Path jar = folder.resolve("empty.jar");
    new JarOutputStream(Files.newOutputStream(jar)).close();

    failsWith("empty.jar: names no provider in META-INF/services/dev.repfuse.pass", jar);
  }

  @Test
  void aProviderThatCannotBeMadeIsOneLine() throws IOException {
    failsWith(
        "own.jar: IllegalStateException: no licence",
        PluginJar.of(
            """
            public Own() { throw new IllegalStateException("no licence"); }
            public String name() { return "own"; }
            public Place place() { return Place.AFTER_FOLDING; }
            public List<Rewrite> rewrites() { return List.of(); }
            """,
            folder));
  }

  @Test
  void aRewriteThatThrowsIsNamedWithTheNode() throws IOException {
    failsWith(
        "plugin Own: Mine failed at Relu 'one': IllegalStateException: lost",
        PluginJar.matching("throw new IllegalStateException(\"lost\");", folder));
  }

  @Test
  void aRewriteWithoutEndIsStopped() throws IOException {
    failsWith(
        "plugin Own: Mine does not come to an end at Neg 'out'",
        PluginJar.matching(
            """
            return anchor.is("Neg") ? Outcome.replace(new Edit.Rebuild(anchor.result().get(),
                List.of(NewNode.of("Neg", anchor.name(),
                    List.of(Operand.of((NamedValue) anchor.input(0))), List.of()))), anchor)
                : Outcome.NOT_MINE;
            """,
            folder));
  }

  @Test
  void anEditThatCannotBeMadeIsThePluginsMistake() throws IOException {
    failsWith(
        "plugin's pass 'own': ",
        PluginJar.matching(
            """
            return anchor.is("Neg") ? Outcome.replace(new Edit.Bypass(anchor.result().get(),
                facts.model().graph().inputs().getFirst()), anchor) : Outcome.NOT_MINE;
            """,
            folder));
  }

  @Test
  void anInvalidResultIsThePluginsMistake() throws IOException {
    failsWith(
        "plugin's pass 'own' leaves an invalid model: ",
        PluginJar.matching(
            """
            return anchor.is("Neg") ? Outcome.replace(new Edit.Rebuild(anchor.result().get(),
                List.of(NewNode.of("Abs", anchor.name(), List.of(), List.of()))), anchor)
                : Outcome.NOT_MINE;
            """,
            folder));
  }

  @Test
  void aNameThatIsTakenIsRefused() throws IOException {
    failsWith(
        "plugin Own: there is another pass 'fold'",
        PluginJar.of(
            """
            public String name() { return "fold"; }
            public Place place() { return Place.AFTER_FOLDING; }
            public List<Rewrite> rewrites() { return List.of(); }
            """,
            folder));
  }

  private void failsWith(String line, Path jar) {
    CommandRun run = CommandRun.of(model, "--plugin", jar, "--no-verify");

    assertEquals(ExitCode.USAGE, run.code(), run.out() + run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().contains(line), run.err());
    assertTrue(Files.notExists(folder.resolve("model.fused.onnx")));
  }
}
