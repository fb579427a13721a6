package dev.repfuse.pass.fold;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Value;
import dev.repfuse.ir.edit.Edit;
import dev.repfuse.ir.edit.NewNode;
import dev.repfuse.ir.edit.Operand;
import dev.repfuse.pass.Exactness;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Gain;
import dev.repfuse.pass.Outcome;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.Rewrite;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lets a BatchNormalization behind a resized convolution act before the Resize, where it can be
 * folded. Each number that Resize gives is a sum of one channel's numbers with weights that add up
 * to one, so that a factor and a shift per channel pass through it.
 */
public final class MoveBatchNormBeforeResize implements Rewrite {
  @Override
  public Exactness exactness() {
    return Exactness.ROUNDING;
  }

  @Override
  public Outcome match(Node anchor, Facts facts) {
    if (!facts.is(anchor, "BatchNormalization")
        || !(anchor.input(0) instanceof Result resized)
        || !(facts.is(resized.producer(), "Resize") || facts.is(resized.producer(), "Upsample"))) {
      return Outcome.NOT_MINE;
    }
    Node resize = resized.producer();
    if (!(resize.input(0) instanceof Result source)
        || !LinearOperators.isProduct(source.producer())
        || !facts.isStandard(source.producer())) {
      return Outcome.NOT_MINE;
    }
    if (!resized.hasOneUse() || !source.hasOneUse()) {
      return Outcome.declined(Reason.READ_ELSEWHERE, "'" + resized.name() + "'");
    }
    if (resize.stringAttribute("coordinate_transformation_mode", "").equals("tf_crop_and_resize")) {
      return Outcome.declined(Reason.NOT_LINEAR, "a Resize that fills in a constant");
    }
    if (!keepsChannels(resize, resized, facts)) {
      return Outcome.declined(Reason.UNKNOWN_SHAPE, "whether the Resize keeps channels");
    }
    return switch (BatchNormalizationRule.Statistics.read(anchor, facts)) {
      case BatchNormalizationRule.Statistics.Bad(Reason reason, String detail) ->
          Outcome.declined(reason, detail);
      case BatchNormalizationRule.Statistics.Good good -> swap(anchor, resize, source);
    };
  }

  private static boolean keepsChannels(Node resize, Result resized, Facts facts) {
    Optional<Shape> from = facts.shape(resize.input(0));
    Optional<Shape> to = facts.shape(resized);
    return from.isPresent()
        && to.isPresent()
        && from.get().rank() > 2
        && to.get().rank() == from.get().rank()
        && from.get().size(1).isPresent()
        && from.get().dim(1).equals(to.get().dim(1));
  }

  private static Outcome swap(Node norm, Node resize, Result source) {
    NewNode first =
        new NewNode(norm.operator(), norm.name(), reading(source, norm), norm.attributes());
    List<Operand> inputs = new ArrayList<>(reading(source, resize));
    inputs.set(0, new Operand.Made(0, 0));
    NewNode second = new NewNode(resize.operator(), resize.name(), inputs, resize.attributes());
    return new Outcome.Replace(
        new Edit.Rebuild(norm.result().orElseThrow(), List.of(first, second)),
        List.of(resize, norm),
        new Gain(0, 0, 0));
  }

  /** The node's inputs, the first one replaced. */
  private static List<Operand> reading(Result source, Node node) {
    List<Operand> inputs = new ArrayList<>();
    for (Value value : node.inputs()) {
      inputs.add(Operand.of(inputs.isEmpty() ? source : value));
    }
    return inputs;
  }
}
