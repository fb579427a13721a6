package dev.repfuse.ir.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.ir.io.wire.WireWriter;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** What the syntax has no notation for is named in a comment, and the text still reads. */
class UnsaidTest {

  @Test
  void remarksOnDocumentationOfEveryPart() {
    WireWriter entry = new WireWriter().utf8(1, "k").utf8(2, "v");
    WireWriter attribute =
        new WireWriter().utf8(1, "a").varint(3, 7).varint(20, 2).utf8(13, "attribute doc");
    WireWriter node =
        new WireWriter()
            .utf8(1, "x")
            .utf8(2, "y")
            .utf8(3, "n")
            .utf8(4, "Foo")
            .message(5, attribute)
            .utf8(6, "node\ndoc")
            .message(9, entry);
    WireWriter tensor =
        new WireWriter()
            .varint(1, 1)
            .varint(2, 1)
            .utf8(8, "w")
            .bytes(9, MemorySegment.ofArray(new byte[4]))
            .utf8(12, "tensor doc");
    WireWriter dim = new WireWriter().varint(1, 2).utf8(3, "DATA_BATCH");
    WireWriter shape = new WireWriter().message(1, dim);
    WireWriter type = new WireWriter().message(1, new WireWriter().varint(1, 1).message(2, shape));
    WireWriter graph =
        new WireWriter()
            .message(1, node)
            .utf8(2, "g")
            .message(5, tensor)
            .message(11, new WireWriter().utf8(1, "x").message(2, type).utf8(3, "value doc"))
            .message(12, new WireWriter().utf8(1, "y"))
            .utf8(10, "graph doc");
    WireWriter model = new WireWriter().varint(1, 8).message(7, graph).varint(99, 1);

    String text = ModelText.print(parse(model));
    assertSays(text, "field 99 of the model is left out");
    assertSays(text, "doc_string of graph 'g' is left out (11 bytes)");
    assertSays(text, "doc_string of 'x' is left out");
    assertSays(text, "details of the type of 'x' are left out, such as denotations");
    assertSays(text, "doc_string of 'w' is left out");
    assertSays(text, "doc_string of node 'n' is left out");
    assertSays(text, "metadata_props of node 'n' is left out");
    assertSays(text, "doc_string of attribute 'a' is left out");
    assertEquals(1, ModelText.parse(text).graph().nodeCount());
  }

  @Test
  void remarksOnNumbersAndStringsThatTextCannotHold() {
    WireWriter text = new WireWriter();
    text.utf8(1, "s").bytes(4, MemorySegment.ofArray(new byte[] {(byte) 0xFF})).varint(20, 3);
    WireWriter nan = new WireWriter().utf8(1, "f").fixed32(2, 0x7FC00001).varint(20, 1);
    WireWriter silent = new WireWriter().utf8(1, "nothing");
    WireWriter node =
        new WireWriter()
            .utf8(2, "y")
            .utf8(4, "Foo")
            .message(5, text)
            .message(5, nan)
            .message(5, silent);
    WireWriter graph =
        new WireWriter().message(1, node).utf8(2, "g").message(12, new WireWriter().utf8(1, "y"));
    String printed = ModelText.print(parse(new WireWriter().varint(1, 8).message(7, graph)));
    assertSays(printed, "attribute 's' holds bytes that are no text");
    assertSays(printed, "attribute 'f' holds a NaN whose bits a decimal cannot express");
    assertSays(printed, "attribute 'nothing' says nothing");
    assertEquals(1, ModelText.parse(printed).graph().nodeCount());
  }

  private static Model parse(WireWriter model) {
    return ModelFile.parse(MemorySegment.ofArray(model.toByteArray()), "test");
  }

  private static void assertSays(String text, String remark) {
    assertTrue(text.contains("# " + remark), text);
  }
}
