package dev.repfuse.generate;

import java.util.Arrays;
import java.util.Optional;

/** A published kind of network. */
public enum Family {
  MOBILENET_V1("mobilenet-v1", 14),
  MOBILENET_V2("mobilenet-v2", 8),
  RESNET_50("resnet-50", 5),
  REPGHOSTNET("repghostnet", 0);

  private final String words;
  private final int stages;

  Family(String words, int stages) {
    this.words = words;
    this.stages = stages;
  }

  /** Its name as users write it. */
  public String words() {
    return words;
  }

  /** How many widths {@link Plan#channels} has to have; 0 if they cannot be given. */
  public int stages() {
    return stages;
  }

  void write(NetworkText text, Plan plan) {
    switch (this) {
      case MOBILENET_V1 -> MobileNetV1.write(text, plan);
      case MOBILENET_V2 -> MobileNetV2.write(text, plan);
      case RESNET_50 -> ResNet50.write(text, plan);
      case REPGHOSTNET -> RepGhostNet.write(text, plan);
    }
  }

  /** The family that users call so. */
  public static Optional<Family> named(String name) {
    return Arrays.stream(values()).filter(family -> family.words.equals(name)).findFirst();
  }
}
