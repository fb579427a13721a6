package dev.repfuse.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets work end in good order when the user interrupts it (Ctrl-C, or a request to terminate). A
 * shutdown hook would be too late: ONNX Runtime closes itself in one. A second interruption ends
 * the process at once.
 *
 * <p>The JDK's only door to signals is {@code sun.misc.Signal}, which compilers warn of; it is
 * opened by reflection, and where there is none, interruptions end the process as ever.
 */
final class Interruption implements AutoCloseable {
  private static final List<String> SIGNALS = List.of("INT", "TERM");

  /** What a shell says of a program that an interruption ended. */
  private static final int INTERRUPTED = 130;

  private final AtomicBoolean asked = new AtomicBoolean();
  private final Map<String, Object> before = new LinkedHashMap<>();

  Interruption() {
    for (String signal : SIGNALS) {
      try {
        before.put(signal, handle(signal, handler()));
      } catch (ReflectiveOperationException | IllegalArgumentException e) {
        before.remove(signal);
      }
    }
  }

  /** Whether the work is to end. */
  boolean isAsked() {
    return asked.get();
  }

  private Object handler() throws ReflectiveOperationException {
    return Proxy.newProxyInstance(
        Interruption.class.getClassLoader(),
        new Class<?>[] {Class.forName("sun.misc.SignalHandler")},
        (proxy, method, arguments) -> {
          if (method.getName().equals("handle") && asked.getAndSet(true)) {
            Runtime.getRuntime().halt(INTERRUPTED);
          }
          return switch (method.getName()) {
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" ->
                System.identityHashCode(proxy) == System.identityHashCode(arguments[0]);
            case "toString" -> "Interruption";
            default -> null;
          };
        });
  }

  private static Object handle(String name, Object handler) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    try {
      return signal
          .getMethod("handle", signal, Class.forName("sun.misc.SignalHandler"))
          .invoke(signal, signal.getConstructor(String.class).newInstance(name), handler);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(name + " cannot be handled", e);
    }
  }

  @Override
  public void close() {
    for (Map.Entry<String, Object> handled : before.entrySet()) {
      try {
        handle(handled.getKey(), handled.getValue());
      } catch (ReflectiveOperationException | IllegalArgumentException e) {
        asked.set(true); // what is interrupted from now on ends the process at once
      }
    }
  }
}
