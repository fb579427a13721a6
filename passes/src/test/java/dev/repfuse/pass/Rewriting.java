package dev.repfuse.pass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.GraphInput;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.check.GraphInvariants;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.pass.cost.Target;
import dev.repfuse.testkit.Oracle;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Reads like an example: {@code rewriting(pass).turns(before).into(after).keepingNumbersWithin(e)}.
 * It also checks each time that a second run changes nothing, that the result survives saving and
 * loading, that names of inputs and outputs stay, and that a refused graph is untouched.
 */
public final class Rewriting {
  private static final long SEED = 20;

  private final List<Pass> pipeline;
  private final Target target;
  private final Growth.Limit growth;

  private Rewriting(List<Pass> pipeline, Target target, Growth.Limit growth) {
    this.pipeline = List.copyOf(pipeline);
    this.target = target;
    this.growth = growth;
  }

  public static Rewriting rewriting(Rewrite... rewrites) {
    return running(List.of(new Pass.Local("test", Pass.Order.LAST_NODE_FIRST, List.of(rewrites))));
  }

  public static Rewriting sweeping(Sweep sweep) {
    return running(List.of(new Pass.Whole("test", sweep)));
  }

  public static Rewriting running(List<Pass> pipeline) {
    return new Rewriting(pipeline, Target.GENERIC, Growth.Limit.WHOLE_FILE);
  }

  /** The same with the costs of another machine. */
  public Rewriting on(Target machine) {
    return new Rewriting(pipeline, machine, growth);
  }

  /** The same where the file may grow. */
  public Rewriting allowingGrowth() {
    return new Rewriting(pipeline, target, Growth.Limit.NONE);
  }

  /** The same where no edit may leave the file larger than it was. */
  public Rewriting allowingNoGrowth() {
    return new Rewriting(pipeline, target, Growth.Limit.EVERY_EDIT);
  }

  private Report run(Model model) {
    return Driver.run(
        model, pipeline, new Driver.Options(target, growth, Rewriting::checkLinks, p -> {}));
  }

  private static void checkLinks(Model model) {
    GraphInvariants.check(model.graph());
    model.functions().forEach(function -> GraphInvariants.check(function.body()));
  }

  /** The graph that is rewritten. */
  public Turned turns(String before) {
    return new Turned(before);
  }

  /** Checks that the graph is left as it is, and that {@code reason} is given. */
  public void declines(String text, Reason reason) {
    Model model = ModelText.parse(text);
    byte[] before = ModelFile.toBytes(model);
    Report report = run(model);
    assertFalse(report.changed(), () -> "changed: " + report.passes());
    assertArrayEquals(before, ModelFile.toBytes(model), "a refused graph has to stay untouched");
    assertTrue(report.refusals().containsKey(reason), () -> "refused for " + report.remarks());
  }

  /** Checks that the graph is no case for the rewrite at all. */
  public void ignores(String text) {
    Model model = ModelText.parse(text);
    byte[] before = ModelFile.toBytes(model);
    Report report = run(model);
    assertFalse(report.changed(), () -> "changed: " + report.passes());
    assertArrayEquals(before, ModelFile.toBytes(model));
  }

  /** A graph before and, once {@link #into} is called, after. */
  public final class Turned {
    private final String before;
    private final Model result;

    private Turned(String before) {
      this.before = before;
      this.result = ModelText.parse(before);
      Report report = run(result);
      assertTrue(report.changed(), () -> "nothing changed; refused for " + report.remarks());
      byte[] once = ModelFile.toBytes(result);
      assertFalse(run(result).changed(), "a second run has to change nothing");
      Model loaded = ModelFile.parse(MemorySegment.ofArray(once), "saved");
      assertArrayEquals(once, ModelFile.toBytes(loaded), "the result has to survive a save");
    }

    /**
     * Checks operators, connections, and attributes; names that {@code after} reads and that are
     * defined nowhere in it stand for new constants.
     */
    public Turned into(String after) {
      assertEquals(GraphShape.of(ModelText.parseOpen(after)), GraphShape.of(result));
      return this;
    }

    /** Checks how many nodes of an operator there are. */
    public Turned having(long count, String operator) {
      long found = 0;
      for (Node node : result.graph().nodes()) {
        found += node.is(operator) ? 1 : 0;
      }
      assertEquals(count, found, operator);
      return this;
    }

    /** Compares with the original in ONNX Runtime, names of inputs and outputs included. */
    public void keepingNumbersWithin(double error) {
      keepingNumbersWithin(error, 1);
    }

    /** The same for several inputs, so that either branch of an If is run. */
    public void keepingNumbersWithin(double error, int inputs) {
      Model original = ModelText.parse(before);
      assertEquals(
          original.graph().inputs().stream().map(GraphInput::name).toList(),
          result.graph().inputs().stream().map(GraphInput::name).toList());
      assertEquals(
          original.graph().outputs().stream().map(o -> o.value().name()).toList(),
          result.graph().outputs().stream().map(o -> o.value().name()).toList());
      for (int i = 0; i < inputs; i++) {
        double difference = Oracle.difference(original, result, SEED + i);
        assertTrue(difference <= error, () -> "the numbers differ by " + difference);
      }
    }
  }
}
