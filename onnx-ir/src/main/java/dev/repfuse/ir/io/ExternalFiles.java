package dev.repfuse.ir.io;

import dev.repfuse.ir.ExternalData;
import dev.repfuse.ir.ModelException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Maps external-data files, which may only lie inside of the model's own folder. */
final class ExternalFiles {
  private static final int LONGEST_LOCATION = 4096;

  private final Optional<Path> folder;
  private final String model;
  private final Map<String, MemorySegment> mapped = new HashMap<>();

  /** External data of the model file {@code model}; without a folder there is none. */
  ExternalFiles(Optional<Path> folder, String model) {
    this.folder = folder;
    this.model = model;
  }

  /**
   * The bytes of one tensor.
   *
   * @throws ModelException if the place is not a readable range of a file in the model's folder
   */
  MemorySegment bytes(String tensor, ExternalData place, long expected) {
    MemorySegment file = mapped.get(place.location());
    if (file == null) {
      file = map(tensor, place.location());
      mapped.put(place.location(), file);
    }
    long available = file.byteSize() - place.offset();
    long length = place.length().orElse(available);
    if (available < 0 || length > available) {
      throw bad(
          tensor,
          "wants bytes %d to %s of '%s', which has %d"
              .formatted(
                  place.offset(),
                  place.length().isPresent()
                      ? Long.toUnsignedString(place.offset() + length)
                      : "the end",
                  place.location(),
                  file.byteSize()));
    }
    if (length != expected) {
      throw bad(
          tensor,
          "has %d bytes in '%s', its shape asks for %d"
              .formatted(length, place.location(), expected));
    }
    return file.asSlice(place.offset(), length);
  }

  /** Where a location lies, unchecked. */
  Path file(String location) {
    try {
      return folder.orElse(Path.of("")).resolve(location);
    } catch (InvalidPathException e) {
      return Path.of("");
    }
  }

  private MemorySegment map(String tensor, String location) {
    Path base =
        folder.orElseThrow(
            () -> bad(tensor, "'" + location + "' cannot be found from a model in memory"));
    Path file = resolve(tensor, location, base);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
    } catch (IOException e) {
      throw bad(tensor, "'" + location + "' cannot be read: " + e.getMessage());
    }
  }

  private Path resolve(String tensor, String location, Path base) {
    if (location.isEmpty()) {
      throw bad(tensor, "has no location");
    }
    if (location.length() > LONGEST_LOCATION) {
      throw bad(tensor, "has a location of " + location.length() + " characters");
    }
    if (location.contains("\\") || location.contains(":") || location.indexOf('\0') >= 0) {
      throw bad(tensor, "location '" + printable(location) + "' is not a relative path");
    }
    try {
      Path relative = Path.of(location);
      if (relative.isAbsolute() || relative.normalize().startsWith("..")) {
        throw bad(tensor, "location '" + location + "' leaves the model's folder");
      }
      Path file = base.resolve(relative);
      if (!Files.exists(file)) {
        throw bad(tensor, "file '" + location + "' does not exist");
      }
      Path real = file.toRealPath();
      if (!real.startsWith(base.toRealPath())) {
        throw bad(tensor, "location '" + location + "' leads out of the model's folder");
      }
      if (!Files.isRegularFile(real)) {
        throw bad(tensor, "location '" + location + "' is not a regular file");
      }
      Path itself = base.resolve(Path.of(model).getFileName());
      if (Files.exists(itself) && Files.isSameFile(real, itself)) {
        throw bad(tensor, "location '" + location + "' is the model file itself");
      }
      return real;
    } catch (InvalidPathException | IOException e) {
      throw bad(tensor, "location '" + printable(location) + "' cannot be used: " + e.getMessage());
    }
  }

  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  private static ModelException bad(String tensor, String cause) {
    return new ModelException("external data of tensor '" + tensor + "': " + cause);
  }
}
