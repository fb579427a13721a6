package dev.repfuse.runtime.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads profiles as ONNX Runtime writes them: a Chrome trace with one event in a line, in which
 * quotes and backslashes of node names stand as they are, so that no JSON reader takes it.
 */
final class ProfileReader {
  private static final Pattern EVENT =
      Pattern.compile(
          "^\\{\"cat\" : \"(Node|Session)\",.*?\"dur\" :(\\d+),\"ts\" :(\\d+),.*?"
              + "\"name\" :\"(.*?)(_kernel_time)?\",\"args\" : \\{(.*)");
  private static final Pattern OPERATOR = Pattern.compile("\"op_name\" : \"([^\"]*)\"");
  private static final Pattern PROVIDER = Pattern.compile("\"provider\" : \"([^\"]*)\"");
  private static final String RUN = "model_run";

  /** A node, as it is told apart from others. */
  private record Key(String name, String operator, String provider) {}

  /** A node that ended, inside of which others may turn out to be that ended before. */
  private record Ended(long start, long microseconds) {}

  private final Map<Key, ClockedTimes> nodes = new LinkedHashMap<>();
  private final ClockedTimes runs = new ClockedTimes();

  /**
   * Adds the runs of one session.
   *
   * @param unsteady how many runs at its beginning do not count
   */
  void add(Path file, int unsteady) throws IOException {
    int run = 0;
    Deque<Ended> ended = new ArrayDeque<>();
    Map<Key, Long> took = new LinkedHashMap<>();
    try (BufferedReader lines = lines(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher event = EVENT.matcher(line);
        if (!event.matches()) {
          continue;
        }
        long microseconds = Long.parseLong(event.group(2));
        if (event.group(1).equals("Node")) {
          if (event.group(5) != null) {
            node(key(event), Long.parseLong(event.group(3)), microseconds, ended, took);
          }
        } else if (event.group(4).equals(RUN)) {
          if (run++ >= unsteady) {
            runs.add(microseconds);
            took.forEach(
                (key, sum) -> nodes.computeIfAbsent(key, k -> new ClockedTimes()).add(sum));
          }
          took.clear();
          ended.clear();
        }
      }
    }
  }

  /** Bytes that are no UTF-8, which a node's name may hold, are no error. */
  private static BufferedReader lines(Path file) throws IOException {
    return new BufferedReader(
        new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8));
  }

  private static Key key(Matcher event) {
    return new Key(event.group(4), find(OPERATOR, event.group(6)), find(PROVIDER, event.group(6)));
  }

  private static String find(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    return found.find() ? found.group(1) : "";
  }

  /** What began later and ended before ran inside of the node, and its time is no time of it. */
  private static void node(
      Key key, long start, long microseconds, Deque<Ended> ended, Map<Key, Long> took) {
    long own = microseconds;
    while (!ended.isEmpty() && ended.getLast().start() >= start) {
      own -= ended.removeLast().microseconds();
    }
    ended.addLast(new Ended(start, microseconds));
    took.merge(key, Math.max(0, own), Long::sum);
  }

  /** All that was added. */
  Profile profile() {
    List<LayerTime> layers = new ArrayList<>();
    nodes.forEach((key, times) ->
        layers.add(new LayerTime(key.name(), key.operator(), key.provider(), times.median())));
    return new Profile(layers, runs.median(), runs.count());
  }
}
