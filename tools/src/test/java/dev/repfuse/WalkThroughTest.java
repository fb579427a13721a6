package dev.repfuse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.testkit.LoopbackSsh;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Every command of docs/walk-through.md works, with a server of SSH in the place of the board. */
@Tag("device")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands are for a POSIX shell")
class WalkThroughTest {
  private static final Pattern COMMANDS = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);

  @Test
  void eachCommandWorks(@TempDir Path folder) throws IOException, InterruptedException {
    String page = Files.readString(Project.file("docs/walk-through.md"));
    List<String> blocks = COMMANDS.matcher(page).results().map(found -> found.group(1)).toList();
    Path board = Files.createDirectory(folder.resolve("board"));
    Path desk = Files.createDirectory(folder.resolve("desk"));
    Files.move(Project.copyOf("repvgg_small", desk), desk.resolve("net.onnx"));
    Project.launcher(desk);
    try (LoopbackSsh server = new LoopbackSsh(folder, "")) {
      Files.writeString(
          desk.resolve("targets.json"),
          """
          {"format": "repfuse-targets", "version": 1, "targets": [
            {"name": "board", "address": "ssh://pi@127.0.0.1:%d", "key": "%s",
             "knownHosts": "%s", "folder": "%s"}]}
          """
              .formatted(server.port(), server.key(), server.knownHosts(), board));
      for (String block : blocks) {
        run(block, desk);
      }
      try (Stream<Path> left = Files.list(board)) {
        assertEquals(List.of(), left.toList());
      }
    }
    assertEquals(6, blocks.size());
    for (String made : List.of("report.html", "numbers.json", "numbers.html", "times.csv")) {
      assertTrue(Files.size(desk.resolve(made)) > 0, made);
    }
  }

  private static void run(String block, Path desk) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", "-e", "-c", block)
            .directory(desk.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), block + said);
  }
}
