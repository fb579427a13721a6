package dev.repfuse.ir.io;

import dev.repfuse.ir.Carried;
import dev.repfuse.ir.Function;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.GraphMutator;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Operator;
import dev.repfuse.ir.OpsetImport;
import dev.repfuse.ir.ValueInfo;
import dev.repfuse.ir.io.wire.WireReader;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decodes {@code ModelProto}. */
final class ModelReader {
  private final ExternalFiles files;

  ModelReader(ExternalFiles files) {
    this.files = files;
  }

  Model read(MemorySegment content) {
    WireReader in = WireReader.of(content);
    List<MemorySegment> graph = new ArrayList<>(1);
    List<MemorySegment> functions = new ArrayList<>(0);
    List<MemorySegment> training = new ArrayList<>(0);
    List<MemorySegment> carried = new ArrayList<>();
    List<OpsetImport> opsets = new ArrayList<>(2);
    long irVersion = 0;
    String producer = "";
    String version = "";
    while (in.next()) {
      switch (in.field()) {
        case 1 -> {
          irVersion = in.varint();
          if (irVersion == 0) {
            carried.add(in.rawField());
          }
        }
        case 7 -> graph.add(in.bytes());
        case 8 -> opsets.add(opset(in.bytes()));
        case 25 -> functions.add(in.bytes());
        default -> {
          carried.add(in.rawField());
          switch (in.field()) {
            case 2 -> producer = in.utf8();
            case 3 -> version = in.utf8();
            case 20 -> training.add(in.bytes());
            default -> {}
          }
        }
      }
    }
    if (graph.isEmpty()) {
      throw new ModelException("holds no graph, so it is not an ONNX model");
    }
    GraphReader reader =
        new GraphReader(new TensorReader(files), irVersion >= Model.OVERRIDABLE_SINCE);
    Graph main = reader.main(graph);
    training.forEach(message -> pinTrained(message, main));
    List<Function> defined = functions.stream().map(f -> function(f, reader)).toList();
    return new Model(
        irVersion, (producer + " " + version).strip(), opsets, main, defined, new Carried(carried));
  }

  private static OpsetImport opset(MemorySegment message) {
    WireReader in = WireReader.of(message);
    String domain = "";
    long version = 0;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> domain = in.utf8();
        case 2 -> version = in.varint();
        default -> {}
      }
    }
    return new OpsetImport(domain, version, Optional.of(message));
  }

  private static Function function(MemorySegment message, GraphReader reader) {
    WireReader in = WireReader.of(message);
    List<String> inputs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    List<String> attributes = new ArrayList<>();
    List<MemorySegment> nodes = new ArrayList<>();
    List<MemorySegment> defaults = new ArrayList<>(0);
    List<ValueInfo> valueInfos = new ArrayList<>();
    List<OpsetImport> opsets = new ArrayList<>();
    String name = "";
    String domain = "";
    String overload = "";
    while (in.next()) {
      switch (in.field()) {
        case 1 -> name = in.utf8();
        case 4 -> inputs.add(in.utf8());
        case 5 -> outputs.add(in.utf8());
        case 6 -> attributes.add(in.utf8());
        case 7 -> nodes.add(in.bytes());
        case 9 -> opsets.add(opset(in.bytes()));
        case 10 -> domain = in.utf8();
        case 11 -> defaults.add(in.bytes());
        case 12 -> valueInfos.add(TypeReader.valueInfo(in.bytes()));
        case 13 -> overload = in.utf8();
        default -> {}
      }
    }
    try {
      Graph body = reader.body(name, inputs, outputs, nodes, valueInfos);
      Operator operator = new Operator(domain, name, overload);
      return new Function(
          operator, body, attributes, reader.attributes(defaults, body), opsets, message);
    } catch (ModelException e) {
      throw new ModelException("function '" + name + "': " + e.getMessage(), e);
    }
  }

  /** Pins every value that training information names: a fold would make the information untrue. */
  private static void pinTrained(MemorySegment message, Graph main) {
    Set<String> names = TrainingNames.in(message);
    names.forEach(main.names()::reserve);
    GraphMutator mutator = new GraphMutator(main);
    List<NamedValue> pinned = new ArrayList<>();
    for (Initializer initializer : main.initializers()) {
      if (names.contains(initializer.name())) {
        pinned.add(initializer);
      }
    }
    main.inputs().stream().filter(i -> names.contains(i.name())).forEach(pinned::add);
    for (Node node : main.nodes()) {
      node.results().stream().filter(r -> names.contains(r.name())).forEach(pinned::add);
    }
    pinned.forEach(value -> mutator.pin(value, "training information"));
  }
}
