package dev.repfuse.ir.io;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.ExternalData;
import dev.repfuse.ir.Function;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.GraphInput;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Payload;
import dev.repfuse.ir.SparseTensor;
import dev.repfuse.ir.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/** Finds the files outside of a model file that its tensors lie in. */
final class ExternalPlaces {
  private final Set<Path> files = new LinkedHashSet<>();

  private ExternalPlaces() {}

  static Set<Path> of(Model model) {
    ExternalPlaces places = new ExternalPlaces();
    places.graph(model.graph());
    for (Function function : model.functions()) {
      places.graph(function.body());
    }
    return places.files;
  }

  private void graph(Graph graph) {
    for (GraphInput input : graph.inputs()) {
      input.byDefault().ifPresent(this::payload);
    }
    for (Initializer initializer : graph.initializers()) {
      payload(initializer.payload());
    }
    for (Node node : graph.nodes()) {
      node.attributes().forEach(this::attribute);
    }
  }

  private void attribute(Attribute attribute) {
    switch (attribute.content()) {
      case Attribute.TensorValue value -> payload(value.tensor());
      case Attribute.TensorValues value -> value.tensors().forEach(this::payload);
      case Attribute.SparseTensorValue value -> payload(value.tensor());
      case Attribute.SparseTensorValues value -> value.tensors().forEach(this::payload);
      default -> attribute.graphs().forEach(this::graph);
    }
  }

  private void payload(Payload payload) {
    switch (payload) {
      case Tensor tensor -> tensor.external().map(ExternalData::file).ifPresent(files::add);
      case SparseTensor sparse -> {
        payload(sparse.values());
        payload(sparse.indices());
      }
    }
  }
}
