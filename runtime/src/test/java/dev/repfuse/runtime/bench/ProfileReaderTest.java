package dev.repfuse.runtime.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Profiles as ONNX Runtime writes them. */
class ProfileReaderTest {
  @TempDir private Path folder;

  private static String node(String name, String operator, long start, long took) {
    return event("Node", name + "_kernel_time", start, took)
        .replace("{}", "{\"op_name\" : \"%s\",\"provider\" : \"P\"}".formatted(operator));
  }

  private static String event(String category, String name, long start, long took) {
    return ("{\"cat\" : \"%s\",\"pid\" :1,\"tid\" :2,\"dur\" :%d,\"ts\" :%d,\"ph\" : \"X\","
            + "\"name\" :\"%s\",\"args\" : {}},")
        .formatted(category, took, start, name);
  }

  private static String run(long start, long took) {
    return event("Session", "model_run", start, took);
  }

  private Profile profile(int unsteady, String... lines) throws IOException {
    Path file = folder.resolve("profile.json");
    Files.writeString(file, "[\n" + String.join("\n", lines) + "\n]\n");
    ProfileReader reader = new ProfileReader();
    reader.add(file, unsteady);
    return reader.profile();
  }

  @Test
  void beginsOnceRunsAreSteady() throws IOException {
    Profile profile =
        profile(
            1,
            event("Session", "session_initialization", 0, 5000),
            node("a", "Conv", 6000, 900),
            run(5999, 990),
            node("a", "Conv", 7000, 10),
            node("b", "Add", 7011, 4),
            run(6999, 20));
    assertEquals(
        List.of(new LayerTime("a", "Conv", "P", 10_500), new LayerTime("b", "Add", "P", 4_500)),
        profile.layers());
    assertEquals(20_500, profile.nanoseconds());
    assertEquals(15_000, profile.sum());
    assertEquals(1, profile.runs());
  }

  @Test
  void aLoopDoesNotTakeWhatItsBodyTakes() throws IOException {
    Profile profile =
        profile(
            0,
            node("before", "Conv", 100, 50),
            node("body", "Exp", 160, 20),
            event("Session", "SequentialExecutor::Execute", 159, 22),
            node("body", "Exp", 190, 30),
            node("loop", "Loop", 155, 70),
            run(90, 200));
    assertEquals(
        List.of(
            new LayerTime("before", "Conv", "P", 50_500),
            new LayerTime("body", "Exp", "P", 50_500),
            new LayerTime("loop", "Loop", "P", 20_500)),
        profile.layers());
  }

  @Test
  void namesMayHoldAnything() throws IOException {
    String name = "a \"q\" \\ b\",\"name\" :\"c_kernel_time";
    Profile profile = profile(0, node(name, "Relu", 1, 2), run(0, 4));
    assertEquals(List.of(new LayerTime(name, "Relu", "P", 2_500)), profile.layers());
  }

  @Test
  void theMedianIsFinerThanTheClock() throws IOException {
    Profile profile =
        profile(
            0,
            node("a", "Conv", 0, 1),
            run(0, 9),
            node("a", "Conv", 10, 2),
            run(10, 9),
            node("a", "Conv", 20, 2),
            run(20, 9),
            node("a", "Conv", 30, 2),
            run(30, 9));
    // one of four lies below 2 µs, so that two thirds of those from 2 to 3 µs are above the median
    assertEquals(2000 + 1000.0 / 3, profile.layers().getFirst().nanoseconds(), 1e-6);
  }
}
