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
          StringPair pair = StringPair.read(in.bytes());
          entries.put(pair.key(), pair.value());
        }
      }
    }
    return entries;
  }

  /** The model with one entry more; an entry of that key is replaced. */
  public static Model with(Model model, String key, String value) {
    List<MemorySegment> fields = new ArrayList<>();
    for (MemorySegment field : model.carried().fields()) {
      WireReader in = WireReader.of(field);
      boolean replaced =
          in.next() && in.field() == FIELD && StringPair.read(in.bytes()).key().equals(key);
      if (!replaced) {
        fields.add(field);
      }
    }
    WireWriter entry = new StringPair(key, value).message();
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
