package dev.repfuse.search.cluster;

import com.hazelcast.nio.serialization.DataSerializableFactory;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;

/** What goes to a worker and what comes back, by number. */
final class Messages implements DataSerializableFactory {
  /** The number by which both sides know these. */
  static final int FACTORY = 7267;

  static final int ASK = 1;
  static final int ANSWER = 2;

  @Override
  public IdentifiedDataSerializable create(int number) {
    return switch (number) {
      case ASK -> new Ask();
      case ANSWER -> new Answer();
      default -> throw new IllegalArgumentException("message " + number + " is not known");
    };
  }
}
