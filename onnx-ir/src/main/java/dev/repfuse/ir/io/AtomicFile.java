package dev.repfuse.ir.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file that appears whole under its name or not at all; litter is removed on close. */
final class AtomicFile implements AutoCloseable {
  private final Path target;
  private final Path temporary;
  private final FileChannel channel;
  private final Thread cleaner;
  private boolean isNew;

  private AtomicFile(Path target, Path temporary, FileChannel channel) {
    this.target = target;
    this.temporary = temporary;
    this.channel = channel;
    this.cleaner = new Thread(() -> temporary.toFile().delete());
    Runtime.getRuntime().addShutdownHook(cleaner);
  }

  /** Starts a temporary file in the target's folder. */
  static AtomicFile beside(Path target) throws IOException {
    if (Files.isDirectory(target)) {
      throw new IOException("it is a folder");
    }
    Path temporary = HiddenFile.beside(target);
    FileChannel channel =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return new AtomicFile(target, temporary, channel);
  }

  /** The name under which the file will appear. */
  Path target() {
    return target;
  }

  FileChannel channel() {
    return channel;
  }

  /** Flushes what was written to the disk. */
  void finish() throws IOException {
    channel.force(true);
    channel.close();
  }

  /** Moves the finished file over the target. */
  void commit() throws IOException {
    isNew = !Files.exists(target);
    Files.move(
        temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Removes a committed file that replaced none. */
  void undo() throws IOException {
    if (isNew) {
      Files.deleteIfExists(target);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(temporary);
    if (!cleaner.isAlive()) {
      try {
        Runtime.getRuntime().removeShutdownHook(cleaner);
      } catch (IllegalStateException shuttingDown) {
        temporary.toFile().delete();
      }
    }
  }
}
