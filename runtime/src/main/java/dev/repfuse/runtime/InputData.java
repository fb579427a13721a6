package dev.repfuse.runtime;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.io.TensorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads real input data from files: {@code .npy}, {@code .npz}, {@code .pb} (one serialized
 * tensor), or a folder of {@code input_0.pb}, {@code input_1.pb}, ….
 */
public final class InputData {

  /** Bytes of an array of an archive that is kept in memory. */
  private static final long LARGEST_IN_MEMORY = 1 << 23;

  /** A tensor that was read, with the name that it came under. */
  private record Item(String name, Tensor tensor, String source) {}

  private InputData() {}

  /**
   * Reads data for every input. An array that carries an input's name goes to that input: the name
   * inside of a {@code .npz} or {@code .pb} file, or a {@code .npy} file's name without its ending.
   * All others go to the remaining inputs in turn.
   *
   * @throws DataException if a file cannot be read, an input gets no data, data is left over, or
   *     type or shape do not fit
   */
  public static Map<String, Tensor> read(List<Path> files, List<InputSpec> inputs) {
    Map<String, Item> assigned = assigned(files, inputs);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (InputSpec input : inputs) {
      Item item = Objects.requireNonNull(assigned.get(input.name()));
      tensors.put(input.name(), fitting(item.tensor(), item.source(), input));
    }
    return tensors;
  }

  /**
   * The same data as it is, whatever its types and shapes.
   *
   * @throws DataException if a file cannot be read, an input gets no data, or data is left over
   */
  public static Map<String, Tensor> unconverted(Path file, List<InputSpec> inputs) {
    Map<String, Item> assigned = assigned(List.of(file), inputs);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    inputs.forEach(input ->
        tensors.put(input.name(), Objects.requireNonNull(assigned.get(input.name())).tensor()));
    return tensors;
  }

  private static Map<String, Item> assigned(List<Path> files, List<InputSpec> inputs) {
    List<Item> items = new ArrayList<>();
    for (Path file : files) {
      items.addAll(items(file));
    }
    Map<String, Item> assigned = assign(items, inputs);
    for (InputSpec input : inputs) {
      if (!assigned.containsKey(input.name())) {
        throw new DataException("there is no data for the input '" + input.name() + "'");
      }
    }
    return assigned;
  }

  /**
   * The arrays of a file by name, as they are.
   *
   * @throws DataException if it cannot be read
   */
  public static Map<String, Tensor> arrays(Path file) {
    Map<String, Tensor> arrays = new LinkedHashMap<>();
    items(file).forEach(item -> arrays.put(item.name(), item.tensor()));
    return arrays;
  }

  /**
   * The names of the arrays of a file.
   *
   * @throws DataException if it cannot be read
   */
  public static List<String> names(Path file) {
    List<String> names = new ArrayList<>();
    List<Item> items =
        items(
            file,
            name -> {
              names.add(name);
              return false;
            });
    items.forEach(item -> names.add(item.name()));
    return names;
  }

  /**
   * One array of a file, as it is. A .npy file, and a large array of a .npz file, stays outside of
   * the heap and is read where it is looked at.
   *
   * @throws DataException if it cannot be read, or is not there
   */
  public static Tensor array(Path file, String name) {
    return items(file, name::equals).stream()
        .filter(item -> item.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new DataException(
                "%s: has no array '%s'; it has %s"
                    .formatted(file, name, String.join(", ", names(file)))))
        .tensor();
  }

  private static Map<String, Item> assign(List<Item> items, List<InputSpec> inputs) {
    Map<String, InputSpec> free = new LinkedHashMap<>();
    inputs.forEach(input -> free.put(input.name(), input));
    Map<String, Item> assigned = new LinkedHashMap<>();
    List<Item> others = new ArrayList<>();
    for (Item item : items) {
      if (free.remove(item.name()) == null) {
        others.add(item);
      } else {
        assigned.put(item.name(), item);
      }
    }
    for (Item item : others) {
      Optional<String> next = free.keySet().stream().findFirst();
      if (next.isEmpty()) {
        throw new DataException(
            "%s: the model has no input left for it; its inputs are %s"
                .formatted(item.source(), inputs));
      }
      free.remove(next.get());
      assigned.put(next.get(), item);
    }
    return assigned;
  }

  /**
   * Data as an input takes it.
   *
   * @param source what messages call it
   * @throws DataException if shape or type do not fit
   */
  public static Tensor fitting(Tensor tensor, String source, InputSpec input) {
    Shape has = tensor.shape();
    Shape wants = input.shape();
    boolean fits = wants.rank() == 0 || wants.rank() == has.rank();
    for (int axis = 0; fits && axis < wants.rank(); axis++) {
      fits = wants.size(axis).isEmpty() || wants.dim(axis).equals(has.dim(axis));
    }
    if (!fits) {
      throw new DataException(
          "%s: has the shape %s, the model's input is %s".formatted(source, has, input));
    }
    return ofType(tensor, source, input);
  }

  /** Data of another precision is converted when that loses nothing but precision. */
  private static Tensor ofType(Tensor tensor, String source, InputSpec input) {
    ElementType has = tensor.type();
    ElementType wants = input.element();
    if (has == wants) {
      return tensor;
    }
    if (has.isFloating() && wants.isFloating()) {
      return Tensor.ofDoubles(wants, tensor.shape(), tensor.doubles());
    }
    boolean widens =
        (has == ElementType.INT64 && wants == ElementType.INT32)
            || (has.isInteger() && wants == ElementType.INT64);
    if (widens) {
      double[] values = tensor.doubles();
      Tensor converted = Tensor.ofDoubles(wants, tensor.shape(), values);
      if (Arrays.equals(converted.longs(), tensor.longs())) {
        return converted;
      }
    }
    throw new DataException(
        "%s: is of type %s, the model's input %s asks for %s"
            .formatted(source, has.keyword(), input, wants.keyword()));
  }

  private static List<Item> items(Path file) {
    return items(file, name -> true);
  }

  private static List<Item> items(Path file, Predicate<String> wanted) {
    String name = file.getFileName().toString();
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    try {
      if (Files.isDirectory(file)) {
        return folder(file);
      }
      return switch (ending) {
        case "npy" -> List.of(npy(file, name.substring(0, name.length() - ".npy".length())));
        case "npz" -> npz(file, wanted);
        case "pb" -> List.of(pb(file));
        default -> throw new DataException(file + ": not a folder nor a .npy, .npz or .pb file");
      };
    } catch (NoSuchFileException e) {
      throw new DataException(file + ": no such file", e);
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static Item npy(Path file, String name) throws IOException {
    return new Item(name, NpyReader.read(NpzFile.mapped(file), file.toString()), file.toString());
  }

  private static Item pb(Path file) {
    try {
      Tensor tensor = TensorFile.read(file);
      return new Item(tensor.name(), tensor, file.toString());
    } catch (ModelException e) {
      throw new DataException(e.getMessage(), e);
    }
  }

  private static List<Item> npz(Path file, Predicate<String> wanted) throws IOException {
    List<Item> items = new ArrayList<>();
    try (NpzFile archive = new NpzFile(file, LARGEST_IN_MEMORY)) {
      for (String name : archive.names()) {
        if (wanted.test(name)) {
          items.add(new Item(name, archive.read(name), archive.label(name)));
        }
      }
    }
    return items;
  }

  private static List<Item> folder(Path folder) {
    List<Item> items = new ArrayList<>();
    for (int i = 0; Files.exists(folder.resolve("input_" + i + ".pb")); i++) {
      items.add(pb(folder.resolve("input_" + i + ".pb")));
    }
    if (items.isEmpty()) {
      throw new DataException(folder + ": has no file input_0.pb");
    }
    return items;
  }
}
