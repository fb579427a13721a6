package dev.repfuse;

import dev.repfuse.pass.RewriteProvider;
import dev.repfuse.pass.cost.Target;
import dev.repfuse.pass.fold.FoldPolicy;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * How to fold a model.
 *
 * @param skipped names of passes that do not run
 * @param permissions what may be done that is not done by itself
 * @param target the machine whose costs decide what pays
 * @param policy which branches are folded, and whether half precision may lose digits
 * @param threads how many threads compute weights; results are the same for any number
 * @param providers rewrites beside those of the library
 * @param progress is told the name of every pass that begins
 */
public record FuseOptions(
    Set<String> skipped,
    Set<Permission> permissions,
    Target target,
    FoldPolicy policy,
    int threads,
    List<RewriteProvider> providers,
    Consumer<String> progress) {

  /** What users have to ask for. */
  public enum Permission {
    /** The file may become larger. */
    GROWTH,
    /** Model-local functions are put in place of their calls first, which may make it larger. */
    INLINING,
    /** Weights are constants though callers may override them. */
    FREEZING
  }

  public FuseOptions {
    skipped = new TreeSet<>(skipped);
    permissions = Set.copyOf(permissions);
    providers = List.copyOf(providers);
    if (threads < 1) {
      throw new IllegalArgumentException(threads + " threads");
    }
  }

  /**
   * All passes, those of plugins on the class path among them; no particular machine, no growth.
   */
  public static FuseOptions defaults() {
    return new FuseOptions(
        Set.of(),
        Set.of(),
        Target.GENERIC,
        FoldPolicy.STANDARD,
        Runtime.getRuntime().availableProcessors(),
        Plugins.onClassPath(),
        pass -> {});
  }

  /** Leaves passes out. */
  public FuseOptions withoutPasses(Set<String> names) {
    return new FuseOptions(names, permissions, target, policy, threads, providers, progress);
  }

  /** Lets the file grow where that makes the model faster, or not. */
  public FuseOptions withGrowth(boolean allowed) {
    return with(Permission.GROWTH, allowed);
  }

  /** Puts functions in place of their calls, or leaves them. */
  public FuseOptions withFunctionsInlined(boolean inlined) {
    return with(Permission.INLINING, inlined);
  }

  /** Takes the file's weights for constants though callers may override them, or not. */
  public FuseOptions withWeightsFrozen(boolean frozen) {
    return with(Permission.FREEZING, frozen);
  }

  private FuseOptions with(Permission permission, boolean given) {
    Set<Permission> all = EnumSet.noneOf(Permission.class);
    all.addAll(permissions);
    all.remove(permission);
    if (given) {
      all.add(permission);
    }
    return new FuseOptions(skipped, all, target, policy, threads, providers, progress);
  }

  /** Weighs costs on another machine. */
  public FuseOptions withTarget(Target machine) {
    return new FuseOptions(skipped, permissions, machine, policy, threads, providers, progress);
  }

  /** Keeps identity branches outside of kernels, or folds them. */
  public FuseOptions withIdentityKept(boolean kept) {
    return withPolicy(new FoldPolicy(kept, policy.allowsHalfPrecision(), policy.dropsSoftmax()));
  }

  /** Folds weights of half precision also where they nearly cancel, or not. */
  public FuseOptions withHalfPrecision(boolean allowed) {
    return withPolicy(new FoldPolicy(policy.keepsIdentity(), allowed, policy.dropsSoftmax()));
  }

  /** Lets a Softmax in front of an ArgMax go, which may decide near-ties in another way, or not. */
  public FuseOptions withSoftmaxDropped(boolean dropped) {
    return withPolicy(
        new FoldPolicy(policy.keepsIdentity(), policy.allowsHalfPrecision(), dropped));
  }

  private FuseOptions withPolicy(FoldPolicy other) {
    return new FuseOptions(skipped, permissions, target, other, threads, providers, progress);
  }

  /**
   * Computes weights on that many threads.
   *
   * @throws IllegalArgumentException if there are fewer than one
   */
  public FuseOptions withThreads(int count) {
    return new FuseOptions(skipped, permissions, target, policy, count, providers, progress);
  }

  /** Adds rewrites to those that are there. */
  public FuseOptions withProviders(List<RewriteProvider> more) {
    List<RewriteProvider> all = Stream.concat(providers.stream(), more.stream()).toList();
    return new FuseOptions(skipped, permissions, target, policy, threads, all, progress);
  }

  /** Tells a listener the name of every pass that begins. */
  public FuseOptions withProgress(Consumer<String> listener) {
    return new FuseOptions(skipped, permissions, target, policy, threads, providers, listener);
  }

  /** Whether something may be done that is not done by itself. */
  public boolean permits(Permission permission) {
    return permissions.contains(permission);
  }

  boolean runs(String pass) {
    return !skipped.contains(pass);
  }
}
