package dev.repfuse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.repfuse.remote.Address;
import dev.repfuse.remote.DeviceSettings;
import dev.repfuse.runtime.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Names of devices: read, looked up, and refused in one line. */
class DeviceFileTest {
  private static final String GOOD =
      """
      {"format": "repfuse-targets", "version": 1, "targets": [
        {"name": "board", "address": "ssh://pi@board", "java": "jdk", "key": "~/.ssh/id", "folder": "/var/tmp"},
        {"name": "arm", "address": "qemu://aarch64"}]}
      """;

  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("targets.json"), text);
  }

  @Test
  void pathsAreRelativeToTheFileOrToHome() throws IOException {
    DeviceSettings board = DeviceFile.named("board", Optional.of(file(GOOD)));
    assertEquals(Address.parse("ssh://pi@board"), board.address());
    assertEquals(Optional.of(folder.resolve("jdk")), board.java());
    assertEquals(Optional.of(Path.of(System.getProperty("user.home"), ".ssh/id")), board.key());
    assertEquals(Optional.of("/var/tmp"), board.folder());
  }

  @Test
  void anAddressNeedsNoFile() {
    assertEquals(
        new Address.Adb("emulator-5554"),
        DeviceFile.named("adb://emulator-5554", Optional.empty()).address());
    assertEquals(new Address.Local(), DeviceFile.named("local", Optional.empty()).address());
  }

  @Test
  void anUnknownNameIsToldWhichThereAre() throws IOException {
    Path file = file(GOOD);
    assertEquals(
        "there is no device 'bord'; %s names board, arm; it may also be ssh://user@host, adb://serial or qemu://aarch64"
            .formatted(file),
        refusal(() -> DeviceFile.named("bord", Optional.of(file))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "\"arm\"  | \"board\"          | '/targets/1/name' is there twice",
        "\"arm\"  | \"local\"          | '/targets/1/name' is an address, not a name",
        "qemu://aarch64 | ftp://x      | '/targets/1/address' 'ftp://x' is no device; there are"
            + " local, ssh://user@host:port, adb://serial and qemu://aarch64",
        "\"name\": \"arm\", | \"nam\": \"arm\", | '/targets/1/nam' is no key here; known are name,"
            + " address, java, key, knownHosts, folder, libraries, root",
      })
  void whatIsNotRightIsRefused(String right, String wrong, String message) throws IOException {
    Path file = file(GOOD.replace(right, wrong));
    assertEquals(
        file + ": " + message, refusal(() -> DeviceFile.named("board", Optional.of(file))));
  }

  private static String refusal(Runnable attempt) {
    return String.valueOf(assertThrows(DataException.class, attempt::run).getMessage());
  }

  @Test
  void theSchemaKnowsTheSameKeys() throws IOException {
    JsonNode entry =
        JsonMapper.shared()
            .readTree(Files.readString(Path.of("../docs/targets.schema.json")))
            .at("/properties/targets/items/properties");
    List<String> keys = new ArrayList<>(entry.propertyNames());
    assertEquals(new TreeSet<>(DeviceFile.KEYS), new TreeSet<>(keys));
  }
}
