package dev.repfuse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.io.ModelFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Published networks from the command line. */
class GenerateCommandTest {
  @TempDir Path folder;

  private CommandRun generate(String... options) {
    Object[] all = new Object[options.length + 3];
    all[0] = "generate";
    System.arraycopy(options, 0, all, 1, options.length);
    all[options.length + 1] = "-o";
    all[options.length + 2] = folder.resolve("net.onnx");
    return CommandRun.of(all);
  }

  @Test
  void writesANetworkThatFolds() {
    CommandRun run =
        generate("repghostnet", "--width", "0.5", "--resolution", "64", "--classes", "10");

    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertTrue(run.out().contains("BatchNormalization"), run.out());
    CommandRun fold = CommandRun.of(folder.resolve("net.onnx"));
    assertEquals(ExitCode.DONE, fold.code(), fold.err());
    assertTrue(fold.out().contains("FoldAffineRegion 80"), fold.out());
    assertTrue(fold.out().contains("✓ equal"), fold.out());
  }

  @Test
  void widthsMayBeGivenOneByOne() {
    String widths = "8,8,8,8,8,8,8,8,8,8,8,8,8,12";
    CommandRun run =
        generate("mobilenet-v1", "--channels", widths, "--batch", "1", "--resolution", "32");

    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertEquals(
        "[12, 8, 1, 1]",
        ModelFile.read(folder.resolve("net.onnx")).graph().initializers().stream()
            .filter(weight -> weight.name().equals("blocks.12.pw.conv.weight"))
            .map(weight -> weight.payload().shape().toString())
            .findFirst()
            .orElse("")
            .replace(",", ", "));
  }

  @Test
  void doesNotReplaceAFile() throws Exception {
    Files.writeString(folder.resolve("net.onnx"), "notes");

    CommandRun run = generate("resnet-50");

    assertEquals(ExitCode.USAGE, run.code());
    assertTrue(run.err().contains("exists; --overwrite replaces it"), run.err());
    assertEquals("notes", Files.readString(folder.resolve("net.onnx")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "resnet-51 | there is no network 'resnet-51'; there are mobilenet-v1,",
        "mobilenet-v1 --channels=8 | mobilenet-v1 takes 14 widths",
        "mobilenet-v2 --channels=1,2,3,4,5,6,7,8 | out of range",
        "mobilenet-v2 --width=0 | a width above 0",
        "mobilenet-v2 --resolution=8 | a resolution from 32 on",
        "mobilenet-v2 --batch=-1 | --batch: '-1' is no number and no name",
      })
  void saysWhatIsWrong(String options, String want) {
    CommandRun run = generate(options.strip().split(" ", -1));

    assertEquals(ExitCode.USAGE, run.code());
    assertTrue(run.err().contains(want), run.err());
  }
}
