package dev.repfuse.ir.io;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares models whose nodes are not in topological order: the order is all that may change. */
final class NodePermutation {
  private static final FieldDescriptor GRAPH =
      OnnxSchemaOracle.descriptor("ModelProto").findFieldByName("graph");
  private static final FieldDescriptor NODE =
      OnnxSchemaOracle.descriptor("GraphProto").findFieldByName("node");
  private static final FieldDescriptor INPUT =
      OnnxSchemaOracle.descriptor("NodeProto").findFieldByName("input");
  private static final FieldDescriptor OUTPUT =
      OnnxSchemaOracle.descriptor("NodeProto").findFieldByName("output");

  private NodePermutation() {}

  /** Whether a node of the main graph reads what a later one computes. */
  static boolean isUnsorted(byte[] model) {
    Set<Object> readBefore = new HashSet<>();
    for (DynamicMessage node : nodes(MessageDifference.model(model))) {
      readBefore.addAll((List<?>) node.getField(INPUT));
      for (Object output : (List<?>) node.getField(OUTPUT)) {
        if (!"".equals(output) && readBefore.contains(output)) {
          return true;
        }
      }
    }
    return false;
  }

  static Optional<String> difference(byte[] expected, byte[] actual) {
    return MessageDifference.between(sorted(expected), sorted(actual));
  }

  private static byte[] sorted(byte[] bytes) {
    DynamicMessage model = MessageDifference.model(bytes);
    List<DynamicMessage> nodes =
        nodes(model).stream()
            .sorted(Comparator.comparing(n -> Arrays.toString(n.toByteArray())))
            .toList();
    Message graph =
        ((DynamicMessage) model.getField(GRAPH)).toBuilder().setField(NODE, nodes).build();
    return model.toBuilder().setField(GRAPH, graph).build().toByteArray();
  }

  private static List<DynamicMessage> nodes(DynamicMessage model) {
    DynamicMessage graph = (DynamicMessage) model.getField(GRAPH);
    return ((List<?>) graph.getField(NODE)).stream().map(DynamicMessage.class::cast).toList();
  }
}
