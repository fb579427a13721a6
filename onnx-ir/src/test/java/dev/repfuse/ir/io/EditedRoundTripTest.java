package dev.repfuse.ir.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.DynamicMessage;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.check.GraphInvariants;
import dev.repfuse.ir.edit.Edit;
import dev.repfuse.ir.edit.GraphEditor;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An edited model is written as it came, but for what the edit names. */
class EditedRoundTripTest {

  @Test
  void anEditChangesNothingButWhatItNames() {
    DynamicMessage before = ProtoText.withUnknownFields(ProtoText.message(withTail("h", "z_in")));
    Model model = ModelFile.parse(MemorySegment.ofArray(before.toByteArray()), "test");
    Result h = model.graph().firstNode().flatMap(Node::result).orElseThrow();
    Result identity = model.graph().lastNode().flatMap(Node::previous).flatMap(Node::result).get();
    GraphEditor.apply(new Edit.Bypass(identity, h));
    GraphInvariants.check(model.graph());

    DynamicMessage expected = ProtoText.message(withTail("h", "h").replace(IDENTITY, ""));
    String written = MessageDifference.model(ModelFile.toBytes(model)).toString();
    String wanted = ProtoText.withUnknownFields(expected).toString();
    assertEquals(wanted, written);
  }

  private static final String IDENTITY =
      "node { input: \"h\" output: \"z_in\" op_type: \"Identity\" }";

  private static String withTail(String identityInput, String tailInput) {
    return """
    ir_version: 8
    graph {
      node { input: "x" output: "%s" op_type: "Abs" name: "" domain: "" }
      %s
      node { input: "%s" output: "z" op_type: "Neg" doc_string: "kept" }
      initializer { data_type: 1 float_data: 1 name: "w" }
      input { name: "x" } output { name: "z" } value_info { name: "z" }
    }
    """
        .formatted(identityInput, IDENTITY, tailInput);
  }

  @Test
  void newInitializersOfOldFilesAreListedAsInputsAndDroppedOnesAreNot() {
    Model model =
        ProtoText.model(
            """
            ir_version: 3
            graph {
              node {
                output: "k" op_type: "Constant"
                attribute { name: "value" type: TENSOR t { data_type: 1 float_data: 1 name: "k" } }
              }
              node { input: "x" input: "k" output: "y" op_type: "Add" }
              initializer { name: "unlisted" data_type: 1 float_data: 9 }
              initializer { name: "unused" data_type: 1 float_data: 9 }
              input { name: "unused" } input { name: "x" }
              output { name: "y" } output { name: "unlisted" }
            }
            """);
    Result k = model.graph().firstNode().flatMap(Node::result).orElseThrow();
    Initializer unused =
        model.graph().initializers().stream()
            .filter(i -> i.name().equals("unused"))
            .findFirst()
            .orElseThrow();
    Tensor value = Tensor.ofFloats(Shape.of(), 1);
    GraphEditor.apply(
        new Edit.Sequence(List.of(new Edit.ToConstant(k, value), new Edit.DropConstant(unused))));
    byte[] written = ModelFile.toBytes(model);
    String text = MessageDifference.model(written).toString().replaceAll("\\s+", " ");
    assertTrue(
        text.contains(
            "input { name: \"x\" } input { name: \"k\" type { tensor_type { elem_type: 1"),
        text);
    assertTrue(!text.contains("unused") && !text.contains("Constant"), text);
    ModelRoundTripTest.assertUnchanged(written);
  }
}
