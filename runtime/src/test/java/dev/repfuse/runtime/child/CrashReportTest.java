package dev.repfuse.runtime.child;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Crashes are told in words. */
class CrashReportTest {
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
        CrashReport.reason(temp, 134, List.of()));
  }

  @Test
  void readsTheExitStatusWhereThereIsNoReport() {
    assertEquals("ONNX Runtime crashed (SIGSEGV)", CrashReport.reason(temp, 139, List.of()));
    assertEquals("ONNX Runtime crashed (SIGABRT)", CrashReport.reason(temp, 134, List.of()));
    assertEquals(
        "the process was killed, perhaps for lack of memory,",
        CrashReport.reason(temp, 137, List.of()));
    assertEquals(
        "the process ended with status 1 (java.lang.OutOfMemoryError: Java heap space)",
        CrashReport.reason(temp, 1, List.of("…", "java.lang.OutOfMemoryError: Java heap space")));
  }
}
