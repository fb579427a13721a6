package dev.repfuse.report;

import dev.repfuse.prove.Bound;
import dev.repfuse.prove.Difference;
import dev.repfuse.prove.Impulse;
import dev.repfuse.prove.ModelProof;
import dev.repfuse.prove.Proof;
import dev.repfuse.prove.RegionProof;
import java.util.LinkedHashMap;
import java.util.Map;

/** A proof as JSON. */
final class ProofJson {
  private ProofJson() {}

  static Map<String, Object> of(ModelProof proof) {
    Map<String, Object> object = of(proof.proof());
    object.put("words", proof.words());
    object.put("identicalNodes", proof.identical());
    object.put("regions", proof.regions().stream().map(ProofJson::of).toList());
    return object;
  }

  private static Map<String, Object> of(RegionProof region) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("value", region.value());
    object.put("sources", region.sources());
    object.put("from", region.original());
    object.put("into", region.result());
    object.put("extents", region.extents());
    object.putAll(of(region.proof()));
    return object;
  }

  private static Map<String, Object> of(Proof proof) {
    Map<String, Object> object = new LinkedHashMap<>();
    switch (proof) {
      case Proof.Proved(Bound bound, int trials, boolean everyExtent) -> {
        object.put("verdict", "proved");
        Json.put(object, "gain", bound.gain());
        Json.put(object, "offset", bound.offset());
        Json.put(object, "units", bound.units());
        object.put("trials", trials);
        object.put("everyExtent", everyExtent);
      }
      case Proof.Refuted(Difference difference) -> {
        object.put("verdict", "refuted");
        object.put("difference", difference.words());
        if (difference instanceof Impulse impulse) {
          object.put("impulse", of(impulse));
        }
      }
      case Proof.Sampled(String reason) -> {
        object.put("verdict", "sampled");
        object.put("reason", reason);
      }
    }
    return object;
  }

  private static Map<String, Object> of(Impulse impulse) {
    Map<String, Object> object = new LinkedHashMap<>();
    impulse.source().ifPresent(source -> object.put("source", source));
    object.put("position", impulse.position());
    object.put("sourceExtents", impulse.extents());
    object.put("outputPosition", impulse.output());
    Json.put(object, "originalResponse", impulse.original());
    Json.put(object, "resultResponse", impulse.result());
    Json.put(object, "units", impulse.units());
    return object;
  }
}
