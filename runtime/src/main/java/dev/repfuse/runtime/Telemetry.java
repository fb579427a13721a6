package dev.repfuse.runtime;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Keeps ONNX Runtime from gathering and sending data about the machine.
 *
 * <p>ONNX Runtime 1.29 does so on Linux and macOS as soon as it starts, unless the environment
 * variable {@value #VARIABLE} is set. On the way it leaves a file {@code mat-debug-<pid>.log} in
 * the temporary folder, and it matches the command line against a regular expression that recurses
 * once per character: 4,000 characters overflow the stack of a Java thread and kill the process.
 */
public final class Telemetry {
  /** The environment variable that keeps ONNX Runtime silent when it is 1. */
  public static final String VARIABLE = "ORT_DISABLE_TELEMETRY";

  private Telemetry() {}

  /** Sets the variable in this process, unless its parent did; to be called before the start. */
  static void disable() {
    if (System.getenv(VARIABLE) == null) {
      Linker.nativeLinker().defaultLookup().find("setenv").ifPresent(Telemetry::set);
    }
  }

  @SuppressWarnings("restricted")
  private static void set(MemorySegment setenv) {
    FunctionDescriptor type =
        FunctionDescriptor.of(
            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
    MethodHandle call = Linker.nativeLinker().downcallHandle(setenv, type);
    int failed;
    try (Arena arena = Arena.ofConfined()) {
      failed = (int) call.invokeExact(arena.allocateFrom(VARIABLE), arena.allocateFrom("1"), 1);
    } catch (Throwable e) {
      throw new OrtFailure("the environment variable " + VARIABLE + " cannot be set", e);
    }
    if (failed != 0) {
      throw new OrtFailure("the environment variable " + VARIABLE + " cannot be set");
    }
  }
}
