package dev.repfuse.ir.check;

import dev.repfuse.ir.Function;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Operator;
import dev.repfuse.ir.OpsetImport;
import dev.repfuse.ir.schema.Schemas;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks the version of the file format and of the operator sets. */
final class VersionCheck {
  /** The newest version of the file format whose meaning is known. */
  static final long NEWEST_IR = 14;

  private VersionCheck() {}

  static void check(Model model) {
    if (model.irVersion() < 1) {
      throw new ModelException(
          model.irVersion() == 0
              ? "has no ir_version, so it is not an ONNX model"
              : "has the ir_version " + model.irVersion());
    }
    if (model.irVersion() > NEWEST_IR) {
      throw new ModelException(
          "has the ir_version %d; the newest known is %d".formatted(model.irVersion(), NEWEST_IR));
    }
    checkImports(model.opsets(), "");
    for (Function function : model.functions()) {
      checkImports(function.opsets(), "function '" + function.operator().type() + "' ");
    }
    if (model.opset().isEmpty()) {
      checkNoStandard(model.graph());
    }
  }

  private static void checkImports(List<OpsetImport> opsets, String where) {
    Map<String, Long> seen = new HashMap<>();
    for (OpsetImport opset : opsets) {
      // Some files hold an import without a version beside the one that counts.
      long before = seen.getOrDefault(canonical(opset), 0L);
      if (before != 0 && opset.version() != 0 && before != opset.version()) {
        throw new ModelException(
            "%simports the operator set '%s' in versions %d and %d"
                .formatted(where, opset.domain(), before, opset.version()));
      }
      seen.put(canonical(opset), before == 0 ? opset.version() : before);
    }
    long standard = seen.getOrDefault("", 1L);
    if (standard < 1 || standard > Schemas.NEWEST_OPSET) {
      throw new ModelException(
          "%simports version %d of the standard operator set; versions 1 to %d are known"
              .formatted(where, standard, Schemas.NEWEST_OPSET));
    }
  }

  private static String canonical(OpsetImport opset) {
    return new Operator(opset.domain(), "", "").canonicalDomain();
  }

  private static void checkNoStandard(Graph graph) {
    for (Node node : graph.nodes()) {
      if (node.operator().isStandard()) {
        throw new ModelException(
            "node " + node + ": the model imports no version of the standard operator set");
      }
    }
  }
}
