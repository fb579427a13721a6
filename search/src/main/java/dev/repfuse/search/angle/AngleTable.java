package dev.repfuse.search.angle;

import dev.repfuse.ir.Model;
import dev.repfuse.pass.choice.ChoiceException;
import dev.repfuse.pass.choice.ChoicePoint.Branching;
import dev.repfuse.pass.choice.Decider;
import dev.repfuse.pass.choice.FindChoices;
import dev.repfuse.pass.choice.FixChoices;
import dev.repfuse.pass.choice.SearchSpace;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds what the operators of a supernet add to the angles of its architectures. */
public final class AngleTable {
  /**
   * A supernet and its initial weights.
   *
   * @param initial tells the initial weights from others: SHA-256 of names and numbers
   * @param trained the same of the trained ones
   * @param macs multiply-accumulates by operator; nothing where neither file tells all extents
   * @param parameters by operator; nothing if several choices decide about some
   */
  public record Matched(
      Angles angles,
      String initial,
      String trained,
      Optional<OperatorCosts> macs,
      Optional<OperatorCosts> parameters) {}

  private final Structure structure;
  private final Parts trained;
  private final Parts initial;

  private AngleTable(Structure structure, Parts initial, Parts trained) {
    this.structure = structure;
    this.initial = initial;
    this.trained = trained;
  }

  /**
   * Of a supernet and its initial weights.
   *
   * @param space of the trained supernet; the initial one may have its choices in another form
   * @throws ChoiceException if the files do not hold the same supernet with its weights as they
   *     were trained, or if its angles are no sums over operators
   */
  public static Matched of(Model initial, Model trained, SearchSpace space) {
    SearchSpace whole = new SearchSpace(space.points());
    Structure structure = Structure.of(trained, whole);
    Structure first = Structure.of(initial, initialSpace(initial, whole));
    if (!first.counts().equals(structure.counts())) {
      throw new ChoiceException(
          "the choices of the initial file are %s, and of the trained one %s"
              .formatted(first.counts(), structure.counts()));
    }
    Parts before = Parts.of(first);
    Parts after = Parts.of(structure);
    Pairing.check(before, after);
    return new Matched(
        new AngleTable(structure, before, after).angles(),
        fingerprint(before),
        fingerprint(after),
        OperatorCosts.macs(structure).or(() -> OperatorCosts.macs(first)),
        OperatorCosts.parameters(structure));
  }

  private static SearchSpace initialSpace(Model initial, SearchSpace space) {
    SearchSpace found = FindChoices.in(initial).space();
    try {
      FixChoices.check(initial, space);
    } catch (ChoiceException e) {
      return found;
    }
    Map<Decider, Integer> wanted = space.deciders();
    found
        .deciders()
        .forEach((decider, count) -> {
          if (!wanted.getOrDefault(decider, count).equals(count)) {
            throw new ChoiceException(
                "%s has %d choices in the initial file and %d in the trained one"
                    .formatted(decider, count, wanted.get(decider)));
          }
        });
    return space;
  }

  private static String fingerprint(Parts parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      new TreeMap<>(parts.weights())
          .forEach((name, weight) -> {
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update(weight.tensor().bytes().asByteBuffer());
          });
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private Angles angles() {
    List<Segment> segments = Segments.of(structure);
    PartialSums fixed = PartialSums.NONE;
    List<List<PartialSums>> operators = new ArrayList<>();
    List<List<Boolean>> none = new ArrayList<>();
    Zeros zeros = new Zeros(structure.live().facts());
    for (int point = 0; point < structure.deciders().size(); point++) {
      operators.add(
          new ArrayList<>(
              Collections.nCopies(structure.live().counts().get(point), PartialSums.NONE)));
      Branching branching = (Branching) structure.space().points().get(point);
      none.add(
          branching.branches().stream()
              .map(name -> structure.live().value(name).filter(zeros::isZero).isPresent())
              .toList());
    }
    for (Part part : parts()) {
      PartialSums sums = sums(part);
      switch (part.place()) {
        case Place.Fixed all -> fixed = fixed.plus(sums);
        case Place.Operator operator -> {
          List<PartialSums> row = operators.get(point(part, operator, segments, none));
          operator.choices().forEach(choice -> row.set(choice, row.get(choice).plus(sums)));
        }
      }
    }
    return new Angles(fixed, operators, none, structure.deciders(), structure.counts(), segments);
  }

  private List<Part> parts() {
    List<Part> parts = new ArrayList<>(trained.weights().values());
    parts.addAll(trained.poolings());
    return parts;
  }

  private PartialSums sums(Part part) {
    return switch (part) {
      case Part.Weight weight ->
          PartialSums.of(
              Optional.ofNullable(initial.weights().get(weight.name()))
                  .orElseThrow()
                  .tensor()
                  .doubles(),
              weight.tensor().doubles());
      case Part.Pooling pooling -> pooling.sums();
    };
  }

  /** The point to which a part counts; a weight of several has to be on as many ways in each. */
  private static int point(
      Part part, Place.Operator place, List<Segment> segments, List<List<Boolean>> none) {
    if (place.points().size() > 1) {
      for (Segment segment : segments) {
        boolean shared = segment.points().stream().anyMatch(place.points()::contains);
        boolean single =
            segment.ways(point -> false).through().stream().allMatch(ways -> ways == 1)
                && segment.points().stream().noneMatch(point -> none.get(point).contains(true));
        if (shared && !single) {
          throw new ChoiceException(
              "a weight is read at several choice points on different ways: "
                  + (part instanceof Part.Weight weight ? weight.name() : "a pooling"));
        }
      }
    }
    return place.points().first();
  }
}
