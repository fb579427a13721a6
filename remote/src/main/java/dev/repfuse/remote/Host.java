package dev.repfuse.remote;

import java.io.IOException;

/** A machine that runs commands of a POSIX shell. */
interface Host extends AutoCloseable {
  /** What the user calls it. */
  String name();

  /**
   * Starts a command. Its standard streams are the process's; once the connection ends, so does its
   * standard input.
   *
   * @throws IOException if the connection is lost; the message says so in words
   */
  Process start(String command) throws IOException;

  /** Whether it can still be talked to. */
  boolean isConnected();

  @Override
  void close();
}
