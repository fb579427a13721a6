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

  /** {@code extract} verifies its result against the supernet with these choices. */
  @Test
  void writesASupernetThatExtractUnderstands() {
    String arch = "2,1,0,1,2,0,2,0,2,0,2,3,0,0,0,0,3,2,3,3";
    CommandRun run = generate("spos", "--resolution", "32", "--classes", "10");
    assertEquals(ExitCode.DONE, run.code(), run.err());
    Path supernet = folder.resolve("net.onnx");

    CommandRun extract = CommandRun.of("extract", supernet, "--arch", arch);
    assertEquals(ExitCode.DONE, extract.code(), extract.err());
    assertTrue(extract.out().contains("equal: largest error"), extract.out());

    Path subnet = folder.resolve("subnet.onnx");
    CommandRun alone =
        CommandRun.of(
            "generate",
            "spos",
            "--arch",
            arch,
            "--resolution",
            "32",
            "--classes",
            "10",
            "-o",
            subnet);
    assertEquals(ExitCode.DONE, alone.code(), alone.err());
    assertTrue(alone.out().contains("MACs         6,579,520"), alone.out());
    assertTrue(extract.out().contains("6,579,520"), extract.out());
  }

  @Test
  void writesARegionAwareLayer() {
    CommandRun run =
        generate("drconv", "--channels", "8,12", "--resolution", "14", "--form", "paper");

    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertTrue(run.out().contains("y: float[N,12,14,14]"), run.out());
    assertTrue(run.out().contains("ArgMax"), run.out());
    assertTrue(run.out().contains("OneHot"), run.out());
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
        "mobilenet-v2 --arch=1,2 | mobilenet-v2 takes no --arch",
        "spos --width=0.5 | spos takes no --width",
        "spos --arch=2,1,0 | architectures of spos are 20 numbers, not 3",
        "spos --arch=1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,4 | number 20 is 4, and goes from 0 to 3",
        "spos --scales=1,2 | scales are of a subnet",
        "spos --form=paper | --form: 'paper' is none of onehot, gather, if",
        "abs-fairnas --arch=0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0 --form=if | there is no --form",
        "abs-spos --form=onehot | layers of abs-spos differ in how many choices they have",
        "shufflenet-v2 --width=0.75 | ShuffleNetV2 has widths of 0.5, 1, 1.5 and 2",
        "shufflenet-v2-drconv --resolution=48 | a resolution is a multiple of 32",
        "pruningnet-mobilenet-v1 --width=0.2 | with a width of 0.2 the least share",
        "drconv --classes=10 | drconv takes no --classes",
        "drconv --kernel=5 | a kernel of 1 or 3 is asked for",
        "drconv --regions=1 | regions go from 2 to 256",
        "drconv --select=if | --select: 'if' is none of onehot, equal, gather",
        "drconv --channels=8,8,8 | drconv takes one number of channels, or one of the input",
      })
  void saysWhatIsWrong(String options, String want) {
    CommandRun run = generate(options.strip().split(" ", -1));

    assertEquals(ExitCode.USAGE, run.code());
    assertTrue(run.err().contains(want), run.err());
  }
}
