package dev.repfuse.search.angle;

import dev.repfuse.pass.choice.ChoiceException;
import java.util.Optional;

/** Checks that two files hold the same supernet, before and after it was trained. */
final class Pairing {
  private Pairing() {}

  /**
   * Refuses pairs whose vectors would not belong to each other.
   *
   * @throws ChoiceException with the reason
   */
  static void check(Parts initial, Parts trained) {
    if (initial.normalizes() != trained.normalizes()) {
      throw new ChoiceException(
          "the %s file has BatchNormalizations and the %s one has none: folded ones change weights"
              .formatted(
                  initial.normalizes() ? "initial" : "trained",
                  initial.normalizes() ? "trained" : "initial"));
    }
    for (Part.Weight weight : trained.weights().values()) {
      if (!trained.normalizes() && weight.biased()) {
        throw new ChoiceException(
            "no BatchNormalization is left and '%s' has a bias: folded ones change weights"
                .formatted(weight.name()));
      }
      Part.Weight other =
          Optional.ofNullable(initial.weights().get(weight.name()))
              .orElseThrow(() ->
                  new ChoiceException(
                      "the initial file has no weight '%s': another network, or exported"
                              .formatted(weight.name())
                          + " differently"));
      check(other, weight);
    }
    for (String name : initial.weights().keySet()) {
      if (!trained.weights().containsKey(name)) {
        throw new ChoiceException("the trained file has no weight '%s'".formatted(name));
      }
    }
    if (!initial.poolings().equals(trained.poolings())) {
      throw new ChoiceException("the files have different poolings in their branches");
    }
  }

  private static void check(Part.Weight initial, Part.Weight trained) {
    String name = trained.name();
    if (!initial.shape().equals(trained.shape())) {
      throw new ChoiceException(
          "weight '%s' is %s in the initial file and %s in the trained one"
              .formatted(name, initial.shape(), trained.shape()));
    }
    if (!initial.tensor().isNumeric() || !trained.tensor().isNumeric()) {
      throw new ChoiceException("weight '%s' has no numbers".formatted(name));
    }
    if (!initial.use().equals(trained.use())) {
      throw new ChoiceException(
          "weight '%s' is read by %s in the initial file and by %s in the trained one"
              .formatted(name, initial.use(), trained.use()));
    }
    if (initial.biased() != trained.biased()) {
      throw new ChoiceException(
          "the convolution of '%s' has a bias in the %s file alone: a folded BatchNormalization?"
              .formatted(name, initial.biased() ? "initial" : "trained"));
    }
    if (!initial.place().equals(trained.place())) {
      throw new ChoiceException(
          "weight '%s' belongs to other choices in the initial file than in the trained one"
              .formatted(name));
    }
  }
}
