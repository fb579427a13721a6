package dev.repfuse.generate;

import static dev.repfuse.generate.Setting.AFFINE;
import static dev.repfuse.generate.Setting.ARCH;
import static dev.repfuse.generate.Setting.CHANNELS;
import static dev.repfuse.generate.Setting.CLASSES;
import static dev.repfuse.generate.Setting.EXPERTS;
import static dev.repfuse.generate.Setting.FORM;
import static dev.repfuse.generate.Setting.KERNEL;
import static dev.repfuse.generate.Setting.REGIONS;
import static dev.repfuse.generate.Setting.SCALES;
import static dev.repfuse.generate.Setting.SELECT;
import static dev.repfuse.generate.Setting.WIDTH;
import static dev.repfuse.generate.Setting.WIDTHS;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A published kind of network. */
public enum Family {
  MOBILENET_V1("mobilenet-v1", 14),
  MOBILENET_V2("mobilenet-v2", 8),
  RESNET_50("resnet-50", 5),
  REPGHOSTNET("repghostnet", 0),
  SHUFFLENET_V2("shufflenet-v2", 0),
  SHUFFLENET_V2_DRCONV("shufflenet-v2-drconv", 0),
  SPOS("spos", 0),
  ABS_SPOS("abs-spos", 0),
  ABS_FAIRNAS("abs-fairnas", 0),
  PRUNINGNET_MOBILENET_V1("pruningnet-mobilenet-v1", 0),
  DRCONV("drconv", 2);

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

  /** How many widths {@link Plan#channels} has to have, if any; 0 if they cannot be given. */
  public int stages() {
    return stages;
  }

  /** Whether something can be chosen for it. */
  public boolean takes(Setting setting) {
    return settings().contains(setting);
  }

  private Set<Setting> settings() {
    return switch (this) {
      case MOBILENET_V1, MOBILENET_V2, RESNET_50 -> Set.of(CLASSES, WIDTH, CHANNELS);
      case REPGHOSTNET, SHUFFLENET_V2 -> Set.of(CLASSES, WIDTH);
      case SHUFFLENET_V2_DRCONV -> Set.of(CLASSES, WIDTH, REGIONS, EXPERTS, SELECT);
      case SPOS -> Set.of(CLASSES, ARCH, SCALES, WIDTHS, AFFINE, FORM);
      case ABS_SPOS, ABS_FAIRNAS -> Set.of(CLASSES, ARCH, FORM);
      case PRUNINGNET_MOBILENET_V1 -> Set.of(CLASSES, WIDTH, ARCH);
      case DRCONV -> Set.of(CHANNELS, KERNEL, REGIONS, EXPERTS, FORM, SELECT);
    };
  }

  /** The numbers that its architectures have. */
  public ChoiceRanges choices() {
    return switch (this) {
      case SPOS -> ChoiceRanges.of(Spos.LAYERS, Spos.CHOICES - 1);
      case ABS_SPOS -> Abs.SPOS.choices();
      case ABS_FAIRNAS -> Abs.FAIRNAS.choices();
      case PRUNINGNET_MOBILENET_V1 -> PruningNet.choices();
      case MOBILENET_V1, MOBILENET_V2, RESNET_50, REPGHOSTNET -> ChoiceRanges.NONE;
      case SHUFFLENET_V2, SHUFFLENET_V2_DRCONV, DRCONV -> ChoiceRanges.NONE;
    };
  }

  /**
   * Checks what not every family can do.
   *
   * @throws IllegalArgumentException if there is no such network
   */
  void check(double width, List<Integer> channels, int resolution) {
    switch (this) {
      case SHUFFLENET_V2 -> ShuffleNetV2.check(width);
      case SHUFFLENET_V2_DRCONV -> {
        ShuffleNetV2.check(width);
        ShuffleNetV2.checkRegions(resolution);
      }
      case PRUNINGNET_MOBILENET_V1 -> PruningNet.check(width);
      case DRCONV -> RegionLayer.check(channels);
      case MOBILENET_V1, MOBILENET_V2, RESNET_50, REPGHOSTNET, SPOS, ABS_SPOS, ABS_FAIRNAS -> {}
    }
  }

  void write(NetworkText text, Plan plan) {
    switch (this) {
      case MOBILENET_V1 -> MobileNetV1.write(text, plan);
      case MOBILENET_V2 -> MobileNetV2.write(text, plan);
      case RESNET_50 -> ResNet50.write(text, plan);
      case REPGHOSTNET -> RepGhostNet.write(text, plan);
      case SHUFFLENET_V2, SHUFFLENET_V2_DRCONV -> ShuffleNetV2.write(text, plan);
      case SPOS -> Spos.write(text, plan);
      case ABS_SPOS -> Abs.SPOS.write(text, plan);
      case ABS_FAIRNAS -> Abs.FAIRNAS.write(text, plan);
      case PRUNINGNET_MOBILENET_V1 -> PruningNet.write(text, plan);
      case DRCONV -> RegionLayer.write(text, plan);
    }
  }

  /** The family that users call so. */
  public static Optional<Family> named(String name) {
    return Arrays.stream(values()).filter(family -> family.words.equals(name)).findFirst();
  }

  /** The names of all of them. */
  public static List<String> names() {
    return Arrays.stream(values()).map(Family::words).toList();
  }
}
