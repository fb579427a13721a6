package dev.repfuse.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.FuseOptions;
import dev.repfuse.Repfuse;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.check.ModelCheck;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.prove.ModelProof;
import dev.repfuse.prove.Proof;
import dev.repfuse.prove.Prover;
import dev.repfuse.testkit.Oracle;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every fold of the generated models is proved; whatever is changed in a result is refuted. */
@Tag("shared")
class ProofTest {
  private static final long SEED = 20;
  private static final double SLOW_SECONDS = 2;
  private static final double SAME = 1e-5;
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final Pattern NUMBERS = Pattern.compile("(pads|strides) = \\[([0-9, ]+)]");

  private static List<Path> files(String... folders) throws IOException {
    Path models = Shared.folder("models");
    List<Path> files = new ArrayList<>();
    for (String folder : folders) {
      try (Stream<Path> list = Files.list(models.resolve(folder))) {
        list.filter(file -> file.toString().endsWith(".onnx")).sorted().forEach(files::add);
      }
    }
    return files;
  }

  private static Model fused(Path file) {
    return Repfuse.fuse(file, FuseOptions.defaults()).model();
  }

  @Test
  void everyFoldIsProved() throws IOException {
    List<Path> files = files("blocks", "nets", "unsound");
    int proved = 0;
    int regions = 0;
    double units = 0;
    double seconds = 0;
    List<String> refuted = new ArrayList<>();
    List<String> sampled = new ArrayList<>();
    for (Path file : files) {
      Model result = fused(file);
      Model original = Repfuse.read(file);
      long start = System.nanoTime();
      ModelProof proof = Prover.prove(original, result);
      double took = (System.nanoTime() - start) / 1e9;
      seconds += took;
      regions += proof.regions().size();
      String line = file.getFileName() + ": " + proof.words();
      if (took > SLOW_SECONDS) {
        System.out.printf("%.1f s for %s%n", took, line);
      }
      switch (proof.proof()) {
        case Proof.Proved all -> {
          proved++;
          units = Math.max(units, all.bound().units());
        }
        case Proof.Refuted _ -> refuted.add(line);
        case Proof.Sampled _ -> sampled.add(line);
      }
    }
    sampled.forEach(System.out::println);
    System.out.printf(
        "proofs of %d files: %d proved, %d sampled, %d refuted;"
            + " %d regions, within %.2g units; %.1f s%n",
        files.size(), proved, sampled.size(), refuted.size(), regions, units, seconds);
    assertEquals(List.of(), refuted);
    assertTrue(proved >= files.size() - 10, sampled.toString());
  }

  @Test
  void oneWeightThatIsOffByAThousandthIsRefuted() throws IOException {
    Random random = new Random(SEED);
    int changes = 0;
    List<String> missed = new ArrayList<>();
    for (Path file : files("blocks")) {
      Model original = Repfuse.read(file);
      Set<String> before = new HashSet<>();
      original.graph().initializers().forEach(weight -> before.add(weight.name()));
      byte[] bytes = ModelFile.toBytes(fused(file));
      List<Tensor> weights = new ArrayList<>();
      for (Initializer weight : parsed(bytes).graph().initializers()) {
        weight
            .tensor()
            .filter(t -> t.type() == ElementType.FLOAT && !before.contains(weight.name()))
            .ifPresent(weights::add);
      }
      for (int i = 0; i < 3 && !weights.isEmpty(); i++) {
        Tensor weight = weights.get(random.nextInt(weights.size()));
        byte[] changed = withOneChanged(bytes, weight, random);
        ModelProof proof = Prover.prove(original, parsed(changed));
        changes++;
        if (!proof.refutes()) {
          missed.add(file.getFileName() + ": " + proof.words());
        }
      }
    }
    System.out.printf(
        "%d changed weights, %d refuted (seed %d)%n", changes, changes - missed.size(), SEED);
    assertEquals(List.of(), missed);
    assertTrue(changes > 100);
  }

  private static Model parsed(byte[] bytes) {
    return ModelFile.parse(MemorySegment.ofArray(bytes), "result");
  }

  /** One of the larger elements of a weight, one in a thousand more. */
  private static byte[] withOneChanged(byte[] bytes, Tensor weight, Random random) {
    double[] values = weight.doubles();
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    int at = random.nextInt(values.length);
    while (Math.abs(values[at]) < largest / 100) {
      at = (at + 1) % values.length;
    }
    byte[] changed = bytes.clone();
    MemorySegment segment = MemorySegment.ofArray(changed);
    long place = place(segment, weight.bytes()) + 4L * at;
    segment.set(FLOAT, place, segment.get(FLOAT, place) * 1.001f);
    return changed;
  }

  private static long place(MemorySegment file, MemorySegment part) {
    for (long at = 0; at + part.byteSize() <= file.byteSize(); at++) {
      if (MemorySegment.mismatch(file, at, at + part.byteSize(), part, 0, part.byteSize()) < 0) {
        return at;
      }
    }
    throw new AssertionError("the weight is not in the file");
  }

  private static boolean isLegal(Model model) {
    try {
      ModelCheck.check(model);
      return true;
    } catch (ModelException e) {
      return false;
    }
  }

  @Test
  void onePadOrStrideThatIsOffIsRefuted() throws IOException {
    Random random = new Random(SEED);
    int changes = 0;
    int refuted = 0;
    List<String> missed = new ArrayList<>();
    for (Path file : files("blocks")) {
      Model original = Repfuse.read(file);
      String text = ModelText.print(fused(file));
      List<MatchResult> places = NUMBERS.matcher(text).results().toList();
      for (int i = 0; i < 2 && !places.isEmpty(); i++) {
        MatchResult place = places.get(random.nextInt(places.size()));
        String[] numbers = place.group(2).split(", ");
        int at = random.nextInt(numbers.length);
        numbers[at] = Integer.toString(Integer.parseInt(numbers[at]) + 1);
        String changed =
            text.substring(0, place.start(2))
                + String.join(", ", numbers)
                + text.substring(place.end(2));
        Model result = ModelText.parse(changed);
        if (!isLegal(result)) {
          continue;
        }
        ModelProof proof = Prover.prove(original, result);
        changes++;
        if (proof.refutes()) {
          refuted++;
        } else if (!(Oracle.difference(original, result, SEED) <= SAME)) {
          missed.add(
              "%s: %s with [%s]: %s"
                  .formatted(
                      file.getFileName(),
                      place.group(),
                      String.join(", ", numbers),
                      proof.words()));
        }
      }
    }
    System.out.printf(
        "%d changed attributes, %d refuted, the others without effect (seed %d)%n",
        changes, refuted, SEED);
    assertEquals(List.of(), missed);
    assertTrue(changes > 100);
  }
}
