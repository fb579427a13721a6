package dev.repfuse.report;

import dev.repfuse.prove.ModelProof;
import dev.repfuse.runtime.verify.Comparison;
import dev.repfuse.runtime.verify.FirstDifference;
import dev.repfuse.runtime.verify.OutputComparison;
import dev.repfuse.runtime.verify.Verdict;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A verdict as JSON. */
public final class VerdictJson {
  private VerdictJson() {}

  /** A document of its own, as {@code repfuse verify --json} prints it. */
  public static String document(
      Path original, Path result, Verdict verdict, Optional<ModelProof> proof) {
    Map<String, Object> document = Json.document("verify");
    document.put("original", original.toString());
    document.put("result", result.toString());
    document.put("verification", of(verdict));
    proof.ifPresent(p -> document.put("proof", ProofJson.of(p)));
    return Json.write(document);
  }

  /** A part of another document. */
  public static Map<String, Object> of(Verdict verdict) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("verdict", name(verdict));
    object.put("words", verdict.words());
    verdict.figures().ifPresent(figures -> comparison(object, figures));
    if (verdict instanceof Verdict.Different different) {
      different.first().ifPresent(first -> object.put("firstDifference", first(first)));
    }
    return object;
  }

  private static String name(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Equal equal -> "equal";
      case Verdict.Different different -> "different";
      case Verdict.Undecided undecided -> "undecided";
      case Verdict.Unrunnable unrunnable -> "unrunnable";
      case Verdict.NotComparable notComparable -> "notComparable";
      case Verdict.Crashed crashed -> "crashed";
      case Verdict.TimedOut timedOut -> "timedOut";
    };
  }

  private static void comparison(Map<String, Object> object, Comparison comparison) {
    object.put("samples", comparison.samples());
    object.put("seed", comparison.seed());
    object.put("outputs", comparison.outputs().stream().map(VerdictJson::output).toList());
    object.put("notes", comparison.notes());
  }

  private static Map<String, Object> output(OutputComparison output) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", output.name());
    object.put("type", output.type().keyword());
    object.put("agreement", output.agreement().name());
    object.put("elements", output.elements());
    Json.put(object, "error", output.error());
    Json.put(object, "tolerance", output.tolerance());
    Json.put(object, "maxAbsError", output.maxAbsError());
    Json.put(object, "scale", output.scale());
    Json.put(object, "sqnrDb", output.sqnrDb());
    Json.put(object, "argmaxAgreement", output.argmaxAgreement());
    object.put("mismatches", output.mismatches());
    Json.put(object, "noise", output.noise());
    object.put("histogram", output.histogram().counts());
    object.put("notes", output.notes());
    return object;
  }

  private static Map<String, Object> first(FirstDifference first) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("value", first.value());
    object.put("node", first.node());
    object.put("reason", first.reason());
    first.lastEqual().ifPresent(value -> object.put("lastEqual", value));
    return object;
  }
}
