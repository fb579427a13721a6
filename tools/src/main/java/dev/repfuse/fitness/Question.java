package dev.repfuse.fitness;

import dev.repfuse.Digest;
import dev.repfuse.Version;
import dev.repfuse.calibrate.Batches;
import dev.repfuse.ir.Tensor;
import dev.repfuse.pass.choice.SearchSpace;
import dev.repfuse.runtime.Session;
import dev.repfuse.supernet.SupernetFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A digest of all that an answer depends on, so that answers to other questions are never taken for
 * it: the contents of files count, not their names.
 */
public final class Question {
  private final MessageDigest digest = Digest.sha256();

  private Question(String kind, Path supernet, SearchSpace space) {
    add(kind);
    add(Version.of("repfuse"));
    add(Session.runtimeVersion());
    add(Digest.withExternalData(supernet));
    add(SupernetFile.write(space, Map.of()));
  }

  /** What the networks of a supernet cost. */
  public static String costs(Path supernet, SearchSpace space, Optional<Path> table) {
    Question question = new Question("costs", supernet, space);
    question.add(table.map(Digest::sha256).orElse(""));
    return question.text();
  }

  /** What the networks of a supernet are worth. */
  public static String worth(Path supernet, Judge judge) {
    Question question = new Question("worth", supernet, judge.extraction().space());
    judge.calibration().ifPresent(question::add);
    question.add(judge.validation().score().word());
    question.add(judge.validation().batches());
    for (int label : judge.validation().labels()) {
      question.digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(label).flip());
    }
    return question.text();
  }

  private void add(String part) {
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }

  private void add(Batches batches) {
    add("batches " + batches.count());
    for (int i = 0; i < batches.count(); i++) {
      new TreeMap<>(batches.batch(i)).forEach(this::add);
    }
  }

  private void add(String name, Tensor tensor) {
    add(name + " " + tensor);
    digest.update(tensor.bytes().asByteBuffer());
  }

  private String text() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
