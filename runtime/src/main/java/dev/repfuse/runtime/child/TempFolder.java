package dev.repfuse.runtime.child;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** The folder for a child process's temporary files, which go with it however it ends. */
public final class TempFolder {
  /** How the names of such folders begin. */
  public static final String PREFIX = "repfuse-child-";

  private TempFolder() {}

  /** A new one. */
  public static Path create() throws IOException {
    return Files.createTempDirectory(PREFIX + ProcessHandle.current().pid() + "-");
  }

  /** Removes such a folder with all that is in it, and nothing else; what cannot go stays. */
  public static void remove(Path folder) {
    if (folder.getFileName() == null || !folder.getFileName().toString().startsWith(PREFIX)) {
      return;
    }
    removeTree(folder);
  }

  private static void removeTree(Path path) {
    try {
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        try (DirectoryStream<Path> inside = Files.newDirectoryStream(path)) {
          inside.forEach(TempFolder::removeTree);
        }
      }
      Files.deleteIfExists(path);
    } catch (IOException e) {
      path.toFile().deleteOnExit();
    }
  }
}
