package dev.repfuse.search.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Asks a worker what a candidate is worth. */
final class Ask implements Callable<Answer>, HazelcastInstanceAware, IdentifiedDataSerializable {
  private int[] architecture = {};
  private @Nullable HazelcastInstance worker;

  Ask() {}

  Ask(List<Integer> architecture) {
    this.architecture = architecture.stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public Answer call() {
    Object judge = Objects.requireNonNull(worker).getUserContext().get(ClusterWorker.JUDGE);
    return judge instanceof ClusterWorker.Judging judging
        ? judging.answer(Arrays.stream(architecture).boxed().toList())
        : Answer.failed("it is no worker");
  }

  @Override
  public void setHazelcastInstance(HazelcastInstance instance) {
    worker = instance;
  }

  @Override
  public int getFactoryId() {
    return Messages.FACTORY;
  }

  @Override
  public int getClassId() {
    return Messages.ASK;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeIntArray(architecture);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    architecture = Objects.requireNonNull(in.readIntArray());
  }
}
