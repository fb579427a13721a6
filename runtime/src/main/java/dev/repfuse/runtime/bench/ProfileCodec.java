package dev.repfuse.runtime.bench;

import dev.repfuse.runtime.child.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/** Carries profiles from where they were made. */
final class ProfileCodec {
  private ProfileCodec() {}

  static void write(DataOutput out, List<Profile> profiles) throws IOException {
    Codec.list(out, profiles, ProfileCodec::profile);
  }

  static List<Profile> read(DataInput in) throws IOException {
    return Codec.list(in, ProfileCodec::profile);
  }

  private static void profile(DataOutput out, Profile profile) throws IOException {
    Codec.list(out, profile.layers(), ProfileCodec::layer);
    out.writeDouble(profile.nanoseconds());
    out.writeInt(profile.runs());
  }

  private static Profile profile(DataInput in) throws IOException {
    List<LayerTime> layers = Codec.list(in, ProfileCodec::layer);
    double nanoseconds = in.readDouble();
    return new Profile(layers, nanoseconds, in.readInt());
  }

  private static void layer(DataOutput out, LayerTime layer) throws IOException {
    Codec.text(out, layer.name());
    Codec.text(out, layer.operator());
    Codec.text(out, layer.provider());
    out.writeDouble(layer.nanoseconds());
  }

  private static LayerTime layer(DataInput in) throws IOException {
    return new LayerTime(Codec.text(in), Codec.text(in), Codec.text(in), in.readDouble());
  }
}
