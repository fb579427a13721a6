package dev.repfuse.ir.io;

import dev.repfuse.ir.Carried;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.io.wire.WireReader;
import dev.repfuse.ir.io.wire.WireWriter;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The keys and values that a model file carries for its users. */
public final class Metadata {
  private static final int FIELD = 14;

  private Metadata() {}

  /** All entries in the file's order; of a key that appears twice the last one counts. */
  public static Map<String, String> of(Model model) {
    Map<String, String> entries = new LinkedHashMap<>();
    for (MemorySegment field : model.carried().fields()) {
      WireReader in = WireReader.of(field);
      while (in.next()) {
        if (in.field() == FIELD) {
          entry(in.message(), entries);
        }
      }
    }
    return entries;
  }

  private static void entry(WireReader in, Map<String, String> entries) {
    String key = "";
    String value = "";
    while (in.next()) {
      switch (in.field()) {
        case 1 -> key = in.utf8();
        case 2 -> value = in.utf8();
        default -> {}
      }
    }
    entries.put(key, value);
  }

  /** The model with one entry more; an entry of that key is replaced. */
  public static Model with(Model model, String key, String value) {
    List<MemorySegment> fields = new ArrayList<>();
    for (MemorySegment field : model.carried().fields()) {
      WireReader in = WireReader.of(field);
      Map<String, String> entries = new LinkedHashMap<>();
      if (in.next() && in.field() == FIELD) {
        entry(in.message(), entries);
      }
      if (!entries.containsKey(key)) {
        fields.add(field);
      }
    }
    WireWriter entry = new WireWriter().utf8(1, key).utf8(2, value);
    byte[] encoded = new WireWriter().message(FIELD, entry).toByteArray();
    fields.add(MemorySegment.ofArray(encoded));
    return new Model(
        model.irVersion(),
        model.producer(),
        model.opsets(),
        model.graph(),
        model.functions(),
        new Carried(fields));
  }
}
