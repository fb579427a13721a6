package dev.repfuse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.pass.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rule book of ARCHITECTURE.md lists every reason for a refusal and every rule. */
final class RuleBookTest {
  private static List<String> lines() throws IOException {
    return Files.readAllLines(Project.file("ARCHITECTURE.md"));
  }

  @ParameterizedTest
  @EnumSource
  void listsTheReasonOnceWithItsRuleAndSentence(Reason reason) throws IOException {
    String row = "| %s | `%s` | %s |".formatted(reason.rule(), reason, reason.sentence());
    assertEquals(1, lines().stream().filter(row::equals).count(), row);
  }

  @ParameterizedTest
  @EnumSource
  void explainsTheRuleOfTheReason(Reason reason) throws IOException {
    String start = "| %s | ".formatted(reason.rule());
    assertTrue(
        lines().stream().anyMatch(line -> line.startsWith(start) && !line.startsWith(start + "`")),
        start);
  }
}
