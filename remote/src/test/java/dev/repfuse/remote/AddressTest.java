package dev.repfuse.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.repfuse.runtime.DataException;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses of devices in text. */
class AddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "local",
        "ssh://pi@board:2222",
        "ssh://board",
        "ssh://[fe80::1%eth0]:22",
        "adb://emulator-5554",
        "adb://192.168.0.7:5555",
        "qemu://aarch64"
      })
  void isWrittenAsItWasRead(String text) {
    assertEquals(text, Address.parse(text).toString());
  }

  @Test
  void hasItsParts() {
    assertEquals(
        new Address.Ssh(Optional.of("pi"), "board", OptionalInt.of(2222)),
        Address.parse("ssh://pi@board:2222/"));
    assertEquals(
        new Address.Ssh(Optional.empty(), "::1", OptionalInt.empty()),
        Address.parse("ssh://[::1]"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "board", "ftp://board", "ssh://", "adb://", "qemu://riscv", "ssh://a b:c"})
  void whatIsNoneIsRefused(String text) {
    assertThrows(DataException.class, () -> Address.parse(text));
  }

  @Test
  void aPasswordIsRefusedAndNotRepeated() {
    DataException refusal =
        assertThrows(DataException.class, () -> Address.parse("ssh://pi:secret@board"));
    assertFalse(String.valueOf(refusal.getMessage()).contains("secret"), refusal.getMessage());
  }
}
