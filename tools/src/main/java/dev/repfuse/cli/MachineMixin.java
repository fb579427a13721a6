package dev.repfuse.cli;

import dev.repfuse.MachineFile;
import dev.repfuse.pass.cost.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The option about the machine for which costs are weighed. */
final class MachineMixin {
  @Option(
      names = "--for",
      paramLabel = "<machine>",
      defaultValue = "generic",
      description =
          "Weigh costs as on this machine: generic, x86-avx2, x86-avx512, arm64, or a JSON file of"
              + " figures or a latency table that were measured there (default ${DEFAULT-VALUE}).")
  private String machine = Target.GENERIC.name();

  /** A machine that has a name, or else a file. */
  Target target() {
    Optional<Target> named = Target.named(machine);
    if (named.isPresent()) {
      return named.get();
    }
    if (machine.endsWith(".json") || machine.contains("/") || Files.exists(Path.of(machine))) {
      return MachineFile.read(Path.of(machine));
    }
    String known = Target.ALL.stream().map(Target::name).collect(Collectors.joining(", "));
    throw new UsageException(
        "--for: there is no machine '%s'; it takes %s, or a file".formatted(machine, known));
  }
}
