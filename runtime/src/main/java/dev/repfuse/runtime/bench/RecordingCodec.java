package dev.repfuse.runtime.bench;

import dev.repfuse.runtime.child.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Carries recordings from where they were made. */
final class RecordingCodec {
  private RecordingCodec() {}

  static void write(DataOutput out, Recording recording) throws IOException {
    Codec.list(
        out,
        List.copyOf(recording.machine().entrySet()),
        (to, entry) -> {
          Codec.text(to, entry.getKey());
          Codec.text(to, entry.getValue());
        });
    Codec.list(out, recording.models(), RecordingCodec::model);
    Codec.list(out, recording.episodes(), RecordingCodec::episode);
    Codec.list(out, recording.notes(), Codec::text);
  }

  static Recording read(DataInput in) throws IOException {
    Map<String, String> machine = new LinkedHashMap<>();
    Codec.list(in, from -> machine.put(Codec.text(from), Codec.text(from)) == null);
    List<Recording.Model> models = Codec.list(in, RecordingCodec::model);
    List<Episode> episodes = Codec.list(in, RecordingCodec::episode);
    return new Recording(machine, models, episodes, Codec.list(in, Codec::text));
  }

  private static void model(DataOutput out, Recording.Model model) throws IOException {
    Codec.text(out, model.path());
    out.writeLong(model.loadNanoseconds());
    out.writeLong(model.peakBytes().orElse(-1));
    out.writeLong(model.batch());
  }

  private static Recording.Model model(DataInput in) throws IOException {
    String path = Codec.text(in);
    long load = in.readLong();
    long peak = in.readLong();
    return new Recording.Model(
        path, load, peak < 0 ? OptionalLong.empty() : OptionalLong.of(peak), in.readLong());
  }

  private static void episode(DataOutput out, Episode episode) throws IOException {
    out.writeInt(episode.rounds());
    out.writeInt(episode.models());
    for (int round = 0; round < episode.rounds(); round++) {
      for (int model = 0; model < episode.models(); model++) {
        out.writeLong(episode.at(round, model));
      }
    }
  }

  private static Episode episode(DataInput in) throws IOException {
    long[][] nanoseconds = new long[in.readInt()][in.readInt()];
    for (long[] round : nanoseconds) {
      for (int model = 0; model < round.length; model++) {
        round[model] = in.readLong();
      }
    }
    return new Episode(nanoseconds);
  }
}
