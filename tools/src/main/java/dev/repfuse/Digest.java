package dev.repfuse;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells model files apart. */
public final class Digest {
  private Digest() {}

  /**
   * The SHA-256 of a file, without external data, in hexadecimal digits.
   *
   * @throws ModelException if the file cannot be read
   */
  public static String sha256(Path file) {
    try {
      MessageDigest digest = sha256();
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(java.io.OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new ModelException(file + ": cannot be read", e);
    }
  }

  /**
   * The same of a model with the files in which its external data lies.
   *
   * @throws ModelException if one of them cannot be read, or the file is no valid model
   */
  public static String withExternalData(Path model) {
    Set<Path> files = new TreeSet<>();
    for (Graph graph : Repfuse.read(model).allGraphs()) {
      for (Initializer constant : graph.initializers()) {
        if (constant.payload() instanceof Tensor tensor) {
          tensor.external().ifPresent(data -> files.add(data.file()));
        }
      }
    }
    return Stream.concat(Stream.of(model), files.stream())
        .map(Digest::sha256)
        .collect(Collectors.joining(" "));
  }

  /** A SHA-256 of what is still to come. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
