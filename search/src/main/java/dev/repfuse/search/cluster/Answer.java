package dev.repfuse.search.cluster;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import dev.repfuse.search.Evaluator.Worth;
import java.io.IOException;
import java.util.Objects;

/** What a worker found: a worth, or why there is none. */
final class Answer implements IdentifiedDataSerializable {
  private double value;
  private double seconds;
  private String failure = "";

  Answer() {}

  static Answer of(Worth worth) {
    Answer answer = new Answer();
    answer.value = worth.value();
    answer.seconds = worth.seconds();
    return answer;
  }

  static Answer failed(String why) {
    Answer answer = new Answer();
    answer.failure = why;
    return answer;
  }

  /** Empty if there was none. */
  String failure() {
    return failure;
  }

  Worth worth() {
    return new Worth(value, seconds);
  }

  @Override
  public int getFactoryId() {
    return Messages.FACTORY;
  }

  @Override
  public int getClassId() {
    return Messages.ANSWER;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeDouble(value);
    out.writeDouble(seconds);
    out.writeString(failure);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    value = in.readDouble();
    seconds = in.readDouble();
    failure = Objects.requireNonNull(in.readString());
  }
}
