package dev.repfuse.remote;

import dev.repfuse.runtime.DataException;
import dev.repfuse.runtime.child.TempFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The runner as it was brought to a device: where its parts lie there.
 *
 * @param java the program that starts Java
 * @param libraries the folder with ONNX Runtime's libraries
 * @param classPath the classes
 */
record Installation(String java, String libraries, String classPath) {
  private static final List<String> LIBRARIES =
      List.of("libonnxruntime.so", "libonnxruntime4j_jni.so");

  private static final Pattern VERSION = Pattern.compile("version \"(\\d+)");

  /**
   * Brings it.
   *
   * @param progress is told which share has arrived
   * @throws DataException if it cannot be brought, or a part is missing; the message says which
   */
  static Installation bring(
      GuardedFolder folder, Platform platform, DeviceSettings settings, DoubleConsumer progress) {
    try {
      Path scratch = TempFolder.create();
      try {
        return new Parts(folder, platform, settings, scratch).bring(progress);
      } finally {
        TempFolder.remove(scratch);
      }
    } catch (IOException e) {
      throw new DataException("%s: %s".formatted(settings.name(), e.getMessage()), e);
    }
  }

  /** What is to be brought. */
  private static final class Parts {
    private final GuardedFolder folder;
    private final Platform platform;
    private final DeviceSettings settings;
    private final Path scratch;
    private final Map<String, Path> files = new LinkedHashMap<>();

    Parts(GuardedFolder folder, Platform platform, DeviceSettings settings, Path scratch) {
      this.folder = folder;
      this.platform = platform;
      this.settings = settings;
      this.scratch = scratch;
    }

    Installation bring(DoubleConsumer progress) throws IOException {
      String java = java();
      for (String library : LIBRARIES) {
        files.put("native/" + library, library(library));
      }
      Path jar = scratch.resolve("runner.jar");
      RunnerJar.write(jar);
      files.put("runner.jar", jar);
      long all = ModelFiles.bytes(files);
      folder.requireSpace(all, "the runner");
      long done = 0;
      for (Map.Entry<String, Path> file : files.entrySet()) {
        String name = file.getKey();
        boolean program = name.equals("java/bin/java") || name.endsWith("jspawnhelper");
        folder.put(file.getValue(), name, program);
        done += Files.size(file.getValue());
        progress.accept((double) done / all);
      }
      return new Installation(java, folder.path() + "/native", folder.path() + "/runner.jar");
    }

    /** The user's choice, or one that is made here, or else what the device has. */
    private String java() throws IOException {
      Optional<Path> given = settings.java();
      boolean ours = JavaImage.isOurs(platform);
      if (given.isEmpty() && (!ours || settings.address() instanceof Address.Adb)) {
        return foreign();
      }
      JavaImage image =
          given.isPresent()
              ? JavaImage.given(given.get(), platform, scratch)
              : JavaImage.own(scratch);
      for (Path file : image.files()) {
        files.put("java/" + file.toString().replace('\\', '/'), image.file(file));
      }
      return folder.path() + "/java/bin/java";
    }

    private String foreign() throws IOException {
      Matcher version = VERSION.matcher(folder.glance("java -version 2>&1"));
      int found = version.find() ? Integer.parseInt(version.group(1)) : 0;
      if (found >= JavaImage.needed()) {
        return "java";
      }
      throw new DataException(
          "%s has no Java %d (%s), and none for %s was given: name one with --java"
              .formatted(
                  settings.name(),
                  JavaImage.needed(),
                  found == 0 ? "it has none" : "it has " + found,
                  platform));
    }

    private Path library(String name) throws IOException {
      if (settings.libraries().isPresent()) {
        Path own = settings.libraries().get().resolve(name);
        if (!Files.isRegularFile(own)) {
          throw new IOException("there is no %s".formatted(own));
        }
        return own;
      }
      if (settings.address() instanceof Address.Adb) {
        throw new DataException(
            ("%s needs ONNX Runtime's libraries for Android, %s, out of the archive"
                    + " onnxruntime-android: name their folder as \"libraries\"")
                .formatted(settings.name(), String.join(" and ", LIBRARIES)));
      }
      Path file = scratch.resolve(name);
      RunnerJar.writeLibrary(platform, name, file);
      return file;
    }
  }
}
