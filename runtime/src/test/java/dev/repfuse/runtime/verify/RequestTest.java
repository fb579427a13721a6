package dev.repfuse.runtime.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A request arrives as it was sent, but for the child that it is not to start again. */
class RequestTest {
  @Test
  void arrivesAsItWasSent() throws IOException {
    VerifyOptions options =
        VerifyOptions.defaults()
            .withTolerance(1e-3)
            .withSeed(9)
            .withSamples(7)
            .withShape("N=2")
            .withShape("x=1x2")
            .withInputs(List.of(Path.of("a.npy"), Path.of("b.npz")))
            .withTimeout(Duration.ofMillis(1234))
            .withThreads(2)
            .withNoise(false)
            .withLocalise(false);
    Request request = new Request(Path.of("model.onnx"), options);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    request.write(new DataOutputStream(bytes));
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    assertEquals(new Request(request.original(), options.withIsolated(false)), Request.read(in));
  }
}
