package dev.repfuse.ir.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.DynamicMessage;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.check.GraphInvariants;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file says is what repfuse writes, field by field, as protobuf-java sees it. */
class ModelRoundTripTest {
  private static final String CONTROL_FLOW =
      """
      ir_version: 10
      producer_name: "test"
      domain: ""
      model_version: 3
      opset_import { domain: "" version: 21 }
      opset_import { domain: "local" version: 1 }
      metadata_props { key: "author" value: "" }
      configuration { name: "two" num_devices: 2 device: "a" device: "b" }
      training_info {
        algorithm { node { input: "w" output: "w_new" op_type: "Neg" } }
        update_binding { key: "w" value: "w_new" }
      }
      functions {
        name: "Twice" domain: "local" input: "a" output: "b" attribute: "alpha"
        node {
          input: "a" output: "b" op_type: "LeakyRelu"
          attribute { name: "alpha" ref_attr_name: "alpha" type: FLOAT }
        }
        opset_import { version: 21 }
        doc_string: "a function"
      }
      graph {
        name: "main"
        doc_string: "about"
        node {
          input: "trip" input: "" input: "x" output: "y" op_type: "Loop" domain: "" name: ""
          attribute {
            name: "body" type: GRAPH
            g {
              name: ""
              input { name: "i" } input { name: "c" } input { name: "v" }
              node {
                input: "c" output: "t" op_type: "If" overload: ""
                attribute {
                  name: "then_branch" type: GRAPH doc_string: "then"
                  g {
                    node { input: "x" input: "w" output: "p" op_type: "Mul" }
                    output { name: "p" }
                    value_info { name: "p" type { tensor_type { elem_type: 1 } } }
                  }
                }
                attribute {
                  name: "else_branch" type: GRAPH
                  g {
                    node { input: "v" output: "q" op_type: "Twice" domain: "local" }
                    initializer { dims: 1 data_type: 1 float_data: 5 name: "k" }
                    output { name: "q" }
                  }
                }
                device_configurations { configuration_id: "two" pipeline_stage: 1 }
              }
              output { name: "c" } output { name: "t" }
            }
          }
        }
        initializer { dims: 2 data_type: 1 raw_data: "\\0\\0\\200?\\0\\0\\000@" name: "w" }
        sparse_initializer {
          values { dims: 1 data_type: 1 float_data: 3 name: "s" }
          indices { dims: 1 data_type: 7 int64_data: 1 }
          dims: 4
        }
        initializer { data_type: 7 int64_data: 2 name: "trip" doc_string: "count" }
        input {
          name: "x"
          type { denotation: "IMAGE"
            tensor_type { elem_type: 1 shape { dim { dim_param: "n" denotation: "BATCH" } } } }
          metadata_props { key: "k" value: "v" }
        }
        output { name: "y" doc_string: "" }
        value_info { name: "nothing_computes_this" }
        value_info { name: "y" } value_info { name: "y" doc_string: "once more" }
        quantization_annotation {
          tensor_name: "y" quant_parameter_tensor_names { key: "SCALE_TENSOR" value: "w" }
        }
      }
      """;

  /** Reads and writes a model, and compares every field. */
  static void assertUnchanged(byte[] original) {
    Model model = ModelFile.parse(MemorySegment.ofArray(original), "test");
    GraphInvariants.check(model.graph());
    byte[] written = ModelFile.toBytes(model);
    assertEquals(Optional.empty(), MessageDifference.between(original, written));
  }

  @Test
  void controlFlowFunctionsTrainingAndDevices() {
    assertUnchanged(ProtoText.bytes(CONTROL_FLOW));
  }

  @Test
  void unknownFieldsAtEveryLevel() {
    DynamicMessage model = ProtoText.withUnknownFields(ProtoText.message(CONTROL_FLOW));
    assertUnchanged(model.toByteArray());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data_type: 1 dims: 2 float_data: [1, nan]",
        "data_type: 1 dims: 2 raw_data: '\\1\\2\\3\\4\\5\\6\\7\\10'",
        "data_type: 1 dims: 0 raw_data: ''",
        "data_type: 1 dims: 0",
        "data_type: 1 float_data: 1",
        "data_type: 2 dims: 2 int32_data: [0, 255]",
        "data_type: 3 dims: 2 int32_data: [-128, 127]",
        "data_type: 4 dims: 1 int32_data: 65535",
        "data_type: 5 dims: 1 int32_data: -32768",
        "data_type: 6 dims: 1 int32_data: -2147483648",
        "data_type: 7 dims: 1 int64_data: -9223372036854775808",
        "data_type: 8 dims: 2 string_data: ['', '\\377']",
        "data_type: 9 dims: 2 int32_data: [0, 1]",
        "data_type: 10 dims: 1 int32_data: 15360",
        "data_type: 11 dims: 1 double_data: 1e300",
        "data_type: 12 dims: 1 uint64_data: 4294967295",
        "data_type: 13 dims: 1 uint64_data: 18446744073709551615",
        "data_type: 14 dims: 1 float_data: [1, 2]",
        "data_type: 15 dims: 1 double_data: [1, 2]",
        "data_type: 16 dims: 1 int32_data: 16256",
        "data_type: 17 dims: 1 int32_data: 127",
        "data_type: 18 dims: 1 int32_data: 128",
        "data_type: 19 dims: 1 raw_data: '\\177'",
        "data_type: 20 dims: 1 int32_data: 128",
        "data_type: 21 dims: 3 int32_data: [33, 3]",
        "data_type: 22 dims: 3 raw_data: '\\41\\3'",
        "data_type: 23 dims: 3 int32_data: [33, 3]",
        "data_type: 24 dims: 1 int32_data: 127",
        "data_type: 25 dims: 5 int32_data: [228, 1]",
        "data_type: 26 dims: 5 raw_data: '\\344\\1'",
        "data_type: 27 dims: 4 raw_data: '\\1\\2\\3'",
        "data_type: 28 dims: 4 raw_data: '\\1\\2\\3'",
      })
  void everyElementTypeInItsStorageForms(String tensor) {
    String graph =
        "initializer { name: 't' %s metadata_props { key: 'k' } } output { name: 't' }"
            .formatted(tensor);
    byte[] original = ProtoText.bytes("ir_version: 13 graph { " + graph + " }");
    assertUnchanged(original);
    Model model = ModelFile.parse(MemorySegment.ofArray(original), "test");
    Tensor read = model.graph().initializers().iterator().next().tensor().orElseThrow();
    long size = read.type().bits() == 0 ? 1 : read.type().bytesFor(read.elementCount());
    assertEquals(size, read.byteSize());
    assertEquals(read.strings().isEmpty() ? size : 0, read.bytes().byteSize());
  }

  @Test
  void inputsAndInitializersKeepTheirOrderWhateverTheIrVersion() {
    for (int irVersion : new int[] {3, 4, 8}) {
      assertUnchanged(
          ProtoText.bytes(
              """
              ir_version: %d
              graph {
                initializer { name: "b" data_type: 1 float_data: 1 }
                initializer { name: "c" data_type: 1 float_data: 3 }
                initializer { name: "a" data_type: 1 float_data: 2 }
                input { name: "a" } input { name: "x" } input { name: "b" }
                output { name: "x" } output { name: "x" }
              }
              """
                  .formatted(irVersion)));
    }
  }

  @Test
  void presenceOfEmptyFieldsSurvives() {
    assertUnchanged(ProtoText.bytes("graph { output { name: 'x' } input { name: 'x' } }"));
    assertUnchanged(
        ProtoText.bytes(
            "ir_version: 0 graph { name: '' output { name: 'x' } input { name: 'x' } }"));
  }

  @Test
  void sparseTensorsInAttributes() {
    assertUnchanged(
        ProtoText.bytes(
            """
            ir_version: 8
            graph {
              node {
                output: "y" op_type: "Constant"
                attribute {
                  name: "sparse_value" type: SPARSE_TENSOR
                  sparse_tensor {
                    values { dims: 2 data_type: 1 float_data: [1, 2] }
                    indices { dims: 2 dims: 2 data_type: 7 int64_data: [0, 0, 1, 1] }
                    dims: 2 dims: 2
                  }
                }
              }
              output { name: "y" }
            }
            """));
  }

  @Test
  void unsortedNodesAreSortedAndAllElseIsKept() {
    byte[] original =
        ProtoText.bytes(
            """
            ir_version: 8
            graph {
              node { input: "h" output: "y" op_type: "Neg" }
              node { input: "x" output: "h" op_type: "Abs" domain: "" }
              input { name: "x" } output { name: "y" }
            }
            """);
    byte[] written = ModelFile.toBytes(ModelFile.parse(MemorySegment.ofArray(original), "test"));
    assertTrue(NodePermutation.isUnsorted(original));
    assertEquals(Optional.empty(), NodePermutation.difference(original, written));
    assertUnchanged(written);
  }

  @Test
  void namesThatAreNotUtf8AreRefusedInOneLine() {
    byte[] bytes =
        ProtoText.bytes("ir_version: 8 graph { node { op_type: 'Neg' input: 'QQ' output: 'y' } }");
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = bytes[i] == 'Q' ? (byte) 0xFF : bytes[i];
    }
    MemorySegment content = MemorySegment.ofArray(bytes);
    String message =
        assertThrows(ModelException.class, () -> ModelFile.parse(content, "m.onnx")).getMessage();
    assertTrue(message.startsWith("m.onnx: ") && message.contains("UTF-8"), message);
  }
}
