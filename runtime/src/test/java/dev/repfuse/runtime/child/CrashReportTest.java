package dev.repfuse.runtime.child;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Crashes are told in words. */
class CrashReportTest {
  private static final Optional<String> NONE = Optional.empty();

  @TempDir private Path temp;

  @Test
  void namesSignalAndLibrary() throws IOException {
    Files.writeString(
        CrashReport.file(temp),
        """
        #
        # A fatal error has been detected by the Java Runtime Environment:
        #
        #  SIGFPE (0x8) at pc=0x00007f0f1c0e3c5d, pid=1, tid=2
        #
        # Problematic frame:
        # C  [libonnxruntime.so+0xe3c5d7]  onnxruntime::Div<long>
        """);
    assertEquals(
        "ONNX Runtime crashed (SIGFPE in libonnxruntime.so)",
        CrashReport.reason(CrashReport.read(CrashReport.file(temp)), 134, List.of()));
  }

  @Test
  void readsTheExitStatusWhereThereIsNoReport() {
    assertEquals("ONNX Runtime crashed (SIGSEGV)", CrashReport.reason(NONE, 139, List.of()));
    assertEquals("ONNX Runtime crashed (SIGABRT)", CrashReport.reason(NONE, 134, List.of()));
    assertEquals(
        "the process was killed, perhaps for lack of memory,",
        CrashReport.reason(NONE, 137, List.of()));
    assertEquals(
        "the process ended with status 1 (java.lang.OutOfMemoryError: Java heap space)",
        CrashReport.reason(NONE, 1, List.of("…", "java.lang.OutOfMemoryError: Java heap space")));
  }
}
