package dev.repfuse.cli;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs command lines one after another, in a process that starts once: how many words and the words
 * come in; the exit code, what was printed and what was said on the side go out.
 */
public final class CommandServer {
  private CommandServer() {}

  /** Serves until the input ends. */
  public static void main(String[] args) throws IOException {
    DataInputStream in = new DataInputStream(System.in);
    DataOutputStream out = new DataOutputStream(System.out);
    System.setOut(System.err);
    for (int words = in.read(); words >= 0; words = in.read()) {
      List<Object> arguments = new ArrayList<>();
      for (int i = 0; i < words; i++) {
        arguments.add(in.readUTF());
      }
      CommandRun run = CommandRun.of(arguments.toArray());
      out.writeInt(run.code());
      write(out, run.out());
      write(out, run.err());
      out.flush();
    }
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
