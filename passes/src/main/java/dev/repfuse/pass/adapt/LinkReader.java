package dev.repfuse.pass.adapt;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.clean.DropDropout;
import java.util.Optional;
import java.util.OptionalLong;

/** Says of one node what it is between a pooling and a graph output. */
final class LinkReader {
  private static final long TRAINING_IS_AN_ATTRIBUTE = 14;

  private LinkReader() {}

  static Link read(Result result, Facts facts) {
    Node node = result.producer();
    if (!facts.isStandard(node)) {
      return new Link.Barrier("is no operator of ONNX's own set");
    }
    if (result.index() != 0) {
      return new Link.Barrier("gives the head another of its results than the first");
    }
    return switch (node.opType()) {
      case "Gemm" -> new LayerReader(node, facts).gemm();
      case "MatMul" -> new LayerReader(node, facts).matMul();
      case "Conv" -> new LayerReader(node, facts).convolution();
      case "BatchNormalization" -> normalization(node, facts);
      case "Relu" -> layer(new Rectifier(node.name()), node, facts);
      case "Add", "Sub", "Mul", "Div" -> arithmetic(node, facts);
      case "Identity" -> new Link.Passing(node.input(0));
      case "Dropout" ->
          DropDropout.isTraining(node, facts)
              ? new Link.Barrier("is in training mode, where it is random")
              : new Link.Passing(node.input(0));
      case "Flatten", "Reshape", "Squeeze", "Unsqueeze" -> reshaping(node, result, facts);
      default ->
          Pooling.read(node, facts)
              .orElse(
                  new Link.Barrier(
                      "is neither linear nor ReLU: what it gives for the mean is not the mean of"
                          + " what it gives"));
    };
  }

  private static Link layer(HeadStep step, Node node, Facts facts) {
    Value input = node.input(0);
    return Vectors.isVector(input, facts) ? new Link.Layer(step, input) : noPooling(input, facts);
  }

  private static Link noPooling(Value map, Facts facts) {
    return new Link.Barrier(
        "works on %s: no global average pooling lies before it"
            .formatted(Vectors.words(map, facts)));
  }

  private static Link normalization(Node node, Facts facts) {
    boolean training =
        node.results().size() > 1
            || (facts.opset() >= TRAINING_IS_AN_ATTRIBUTE
                && node.intAttribute("training_mode", 0) != 0);
    if (training) {
      return new Link.Barrier("is in training mode, where it takes its statistics from the batch");
    }
    return node.intAttribute("spatial", 1) == 1
        ? layer(new Normalization(node), node, facts)
        : new Link.Barrier("has statistics for each position (spatial=0)");
  }

  private static Link arithmetic(Node node, Facts facts) {
    boolean swaps = node.is("Add") || node.is("Mul");
    int constant = swaps && facts.constant(node.input(0)).isPresent() ? 0 : 1;
    Optional<Tensor> tensor = facts.constant(node.input(constant));
    Value vector = node.input(1 - constant);
    if (tensor.isEmpty()) {
      return new Link.Barrier(
          switch (node.opType()) {
            case "Mul" ->
                "multiplies two values that depend on the input, as GELU, SiLU and gates do";
            case "Div" -> "divides by a value that depends on the input";
            case "Sub" -> "subtracts a value that depends on the input";
            default -> "joins two values that depend on the input";
          });
    }
    OptionalLong channels = Vectors.channels(vector, facts);
    if (channels.isEmpty()) {
      return noPooling(vector, facts);
    }
    return Constants.perChannel(tensor.get(), channels, facts.rank(vector).orElseThrow())
        .<Link>map(each -> new Link.Layer(new PerChannel(node.name(), node.opType(), each), vector))
        .orElse(new Link.Barrier("has a constant that is not one number for each channel"));
  }

  private static Link reshaping(Node node, Result result, Facts facts) {
    return Vectors.alike(node.input(0), result, facts)
        ? new Link.Passing(node.input(0))
        : new Link.Barrier(
            "makes %s of %s, which was not pooled to one position"
                .formatted(Vectors.words(result, facts), Vectors.words(node.input(0), facts)));
  }
}
