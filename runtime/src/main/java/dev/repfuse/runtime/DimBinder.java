package dev.repfuse.runtime;

import dev.repfuse.ir.Dim;
import dev.repfuse.ir.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Gives sizes to the extents that a model leaves open: equal names get equal sizes, names and
 * inputs that the user gave keep theirs, and the rest depends on whether an extent looks like a
 * batch, like a place in an image or volume, or like neither.
 */
public final class DimBinder {
  private static final Set<String> BATCH_NAMES = Set.of("n", "b", "bs", "bsz");
  private static final Set<String> SPATIAL_NAMES = Set.of("h", "w", "d", "height", "width");
  private static final int LONGEST_RANK_GUESS = 4;

  /**
   * Sizes tried in turn until the model runs; none is 1 but a batch, as ones broadcast silently.
   */
  private static final List<Sizes> CANDIDATES =
      List.of(
          new Sizes(1, 32, 8),
          new Sizes(1, 64, 16),
          new Sizes(1, 224, 4),
          new Sizes(1, 16, 2),
          new Sizes(1, 8, 32),
          new Sizes(1, 128, 64),
          new Sizes(1, 256, 512),
          new Sizes(1, 640, 4),
          new Sizes(1, 512, 16000),
          new Sizes(2, 32, 8),
          new Sizes(2, 2, 2),
          new Sizes(8, 8, 8),
          new Sizes(32, 32, 32));

  /** What each kind of open extent becomes. */
  public record Sizes(long batch, long spatial, long other) {
    public static final Sizes ONES = new Sizes(1, 1, 1);

    /** The same with another batch. */
    public Sizes withBatch(long size) {
      return new Sizes(size, spatial, other);
    }
  }

  private final List<InputSpec> inputs;
  private final boolean hasBatch;
  private final Map<String, Shape> givenShapes = new LinkedHashMap<>();
  private final Map<String, Long> givenSizes = new LinkedHashMap<>();

  /**
   * A binder for the inputs of one model.
   *
   * @throws DataException if a given name is neither an input nor a symbol, or does not fit
   */
  public DimBinder(List<InputSpec> inputs, Map<String, List<Long>> given) {
    this.inputs = inputs;
    this.hasBatch =
        inputs.stream()
            .map(InputSpec::shape)
            .anyMatch(shape -> shape.rank() > 1 && shape.size(0).isEmpty());
    Set<String> symbols = new LinkedHashSet<>();
    for (InputSpec input : inputs) {
      for (Dim dim : input.shape().dims()) {
        if (dim instanceof Dim.Symbol symbol) {
          symbols.add(symbol.name());
        }
      }
    }
    for (Map.Entry<String, List<Long>> entry : given.entrySet()) {
      accept(entry.getKey(), entry.getValue(), symbols);
    }
  }

  private void accept(String name, List<Long> sizes, Set<String> symbols) {
    boolean known = false;
    if (symbols.contains(name) && sizes.size() == 1) {
      givenSizes.put(name, sizes.getFirst());
      known = true;
    }
    for (InputSpec input : inputs) {
      if (input.name().equals(name)) {
        givenShapes.put(name, checked(input, sizes));
        known = true;
      }
    }
    if (!known) {
      throw new DataException(
          "shape of '%s': there is no such input and no such dimension; the inputs are %s"
              .formatted(name, inputs));
    }
  }

  private Shape checked(InputSpec input, List<Long> sizes) {
    Shape declared = input.shape();
    Shape shape = Shape.of(sizes.stream().mapToLong(Long::longValue).toArray());
    boolean fits = declared.rank() == 0 || declared.rank() == shape.rank();
    for (int axis = 0; fits && axis < declared.rank(); axis++) {
      switch (declared.dim(axis)) {
        case Dim.Known known -> fits = known.equals(shape.dim(axis));
        case Dim.Symbol symbol -> givenSizes.putIfAbsent(symbol.name(), sizes.get(axis));
        case Dim.Unknown unknown -> {}
      }
    }
    if (!fits) {
      throw new DataException("shape %s does not fit the input %s".formatted(shape, input));
    }
    return shape;
  }

  /** Whether some extent is neither known nor given. */
  public boolean hasOpenDims() {
    return !bind(Sizes.ONES).equals(bind(new Sizes(2, 2, 2)));
  }

  /** Shapes for every input, most promising first, without repetitions. */
  public Map<Map<String, Shape>, Sizes> candidates() {
    Map<Map<String, Shape>, Sizes> candidates = new LinkedHashMap<>();
    CANDIDATES.forEach(sizes -> candidates.putIfAbsent(bind(sizes), sizes));
    for (int rank = 1; rank <= LONGEST_RANK_GUESS; rank++) {
      candidates.putIfAbsent(bind(CANDIDATES.getFirst(), rank), CANDIDATES.getFirst());
    }
    return candidates;
  }

  /** The same shapes with every open extent that is no batch set to one of {@code sizes}. */
  public Map<Map<String, Shape>, Sizes> candidates(Iterable<Long> sizes) {
    Map<Map<String, Shape>, Sizes> candidates = new LinkedHashMap<>();
    for (long size : sizes) {
      Sizes all = new Sizes(1, size, size);
      candidates.putIfAbsent(bind(all), all);
    }
    return candidates;
  }

  /** How many elements the largest of some shapes has. */
  public static long largest(Map<String, Shape> shapes) {
    return shapes.values().stream()
        .mapToLong(shape -> shape.elementCount().orElse(Long.MAX_VALUE))
        .max()
        .orElse(0);
  }

  /** The shapes of all inputs, by name. */
  public Map<String, Shape> bind(Sizes sizes) {
    return bind(sizes, 0);
  }

  /** An input of rank 0 may be one of unknown rank: {@code scalarRank} is what it gets. */
  private Map<String, Shape> bind(Sizes sizes, int scalarRank) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (InputSpec input : inputs) {
      Shape declared = input.shape().rank() == 0 ? Shape.unknown(scalarRank) : input.shape();
      shapes.put(input.name(), givenShapes.getOrDefault(input.name(), bind(declared, sizes)));
    }
    return shapes;
  }

  private Shape bind(Shape declared, Sizes sizes) {
    List<Dim> dims = new ArrayList<>(declared.rank());
    for (int axis = 0; axis < declared.rank(); axis++) {
      dims.add(
          switch (declared.dim(axis)) {
            case Dim.Known known -> known;
            case Dim.Symbol symbol ->
                Dim.of(givenSizes.getOrDefault(symbol.name(), size(symbol.name(), sizes)));
            case Dim.Unknown unknown -> Dim.of(size("", axis, declared.rank(), sizes));
          });
    }
    return new Shape(dims);
  }

  /** One size for a symbol wherever it stands: that of its first place that is no batch. */
  private long size(String symbol, Sizes sizes) {
    long size = sizes.batch();
    for (InputSpec input : inputs) {
      Shape shape = input.shape();
      for (int axis = 0; axis < shape.rank(); axis++) {
        if (shape.dim(axis).equals(new Dim.Symbol(symbol))) {
          size = size(symbol, axis, shape.rank(), sizes);
          if (size != sizes.batch()) {
            return size;
          }
        }
      }
    }
    return size;
  }

  private long size(String symbol, int axis, int rank, Sizes sizes) {
    String name = symbol.toLowerCase(Locale.ROOT);
    if (SPATIAL_NAMES.contains(name)) {
      return sizes.spatial();
    }
    if (name.contains("seq")) {
      return sizes.other();
    }
    if (BATCH_NAMES.contains(name)
        || name.contains("batch")
        || (axis == 0 && (rank > 1 || hasBatch))) {
      return sizes.batch();
    }
    return axis >= 2 && (rank == 4 || rank == 5) ? sizes.spatial() : sizes.other();
  }
}
