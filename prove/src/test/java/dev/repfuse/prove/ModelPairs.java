package dev.repfuse.prove;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.repfuse.ir.text.ModelText;

/** Proofs about pairs of models in text form, and what is expected of them. */
final class ModelPairs {
  private ModelPairs() {}

  static ModelProof prove(String original, String result) {
    return Prover.prove(ModelText.parse(original), ModelText.parse(result));
  }

  static Proof.Proved proved(String original, String result) {
    ModelProof proof = prove(original, result);
    return assertInstanceOf(Proof.Proved.class, proof.proof(), proof.words());
  }

  static Impulse refuted(String original, String result) {
    ModelProof proof = prove(original, result);
    Proof.Refuted refuted = assertInstanceOf(Proof.Refuted.class, proof.proof(), proof.words());
    return assertInstanceOf(Impulse.class, refuted.difference());
  }

  static String differentExtents(String original, String result) {
    ModelProof proof = prove(original, result);
    Proof.Refuted refuted = assertInstanceOf(Proof.Refuted.class, proof.proof(), proof.words());
    return assertInstanceOf(OtherExtents.class, refuted.difference()).words();
  }

  static String sampled(String original, String result) {
    ModelProof proof = prove(original, result);
    return assertInstanceOf(Proof.Sampled.class, proof.proof(), proof.words()).reason();
  }

  static String graph(String constants, String nodes) {
    return "g (float[1,2,9,9] x) => (float[1,2,9,9] y) <%s> { %s }".formatted(constants, nodes);
  }

  static String conv(String weights) {
    return graph(weights, "y = Conv <pads = [1,1,1,1]> (x, w)");
  }
}
