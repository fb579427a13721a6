package dev.repfuse.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A model loaded into ONNX Runtime on the CPU. */
public final class Session implements AutoCloseable {
  private final OrtSession session;

  private Session(OrtSession session) {
    this.session = session;
  }

  /**
   * Loads a model file.
   *
   * @throws OrtFailure if ONNX Runtime refuses it
   */
  public static Session open(Path model, Optimization level, int threads) {
    try (SessionOptions options = OrtRuntime.options(level, threads)) {
      return new Session(OrtRuntime.environment().createSession(model.toString(), options));
    } catch (OrtException e) {
      throw new OrtFailure(model + " cannot be loaded", e);
    }
  }

  /**
   * Loads a model file as it would be in production, with threads of this process's pool.
   *
   * @param config entries of the runtime's session configuration
   * @throws OrtFailure if ONNX Runtime refuses it
   */
  public static Session openPooled(Path model, Provider provider, Map<String, String> config) {
    return openPooled(model, provider, config, Optional.empty());
  }

  /**
   * The same with the runtime's profiler on, until {@link #endProfile}.
   *
   * @param prefix what the path of the profile begins with
   * @throws OrtFailure if ONNX Runtime refuses it
   */
  public static Session openProfiled(
      Path model, Provider provider, Map<String, String> config, Path prefix) {
    return openPooled(model, provider, config, Optional.of(prefix));
  }

  private static Session openPooled(
      Path model, Provider provider, Map<String, String> config, Optional<Path> profile) {
    try (SessionOptions options = OrtRuntime.pooled()) {
      if (profile.isPresent()) {
        options.enableProfiling(profile.get().toString());
      }
      provider.addTo(options);
      for (Map.Entry<String, String> entry : config.entrySet()) {
        options.addConfigEntry(entry.getKey(), entry.getValue());
      }
      return new Session(OrtRuntime.environment().createSession(model.toString(), options));
    } catch (OrtException e) {
      throw new OrtFailure(model + " cannot be loaded", e);
    }
  }

  /** Lets sessions that are {@linkplain #openPooled pooled} share so many threads. */
  public static void shareThreads(int threads) {
    OrtRuntime.shareThreads(threads);
  }

  /** The runtime's version. */
  public static String runtimeVersion() {
    return OrtRuntime.environment().getVersion();
  }

  /** The same run again and again, with what the feed holds now. */
  public Repeated repeated(Feed feed) {
    return new Repeated(session, feed.tensors(session.getInputNames()));
  }

  /**
   * Loads a model from memory.
   *
   * @param model the bytes of the file, in a direct buffer
   * @param folder where its external data lies, if it has any
   * @throws OrtFailure if ONNX Runtime refuses it
   */
  public static Session open(
      ByteBuffer model, Optional<Path> folder, Optimization level, int threads) {
    try (SessionOptions options = OrtRuntime.options(level, threads)) {
      if (folder.isPresent()) {
        options.addConfigEntry(
            "session.model_external_initializers_file_folder_path", folder.get().toString());
      }
      return new Session(OrtRuntime.environment().createSession(model, options));
    } catch (OrtException e) {
      throw new OrtFailure("the model cannot be loaded", e);
    }
  }

  /**
   * The inputs that must be fed, in the model's order.
   *
   * @throws OrtFailure if an input is of a kind that ONNX Runtime for Java does not know, such as
   *     an optional
   */
  public List<InputSpec> inputs() {
    try {
      List<InputSpec> inputs = new ArrayList<>();
      for (NodeInfo input : session.getInputInfo().values()) {
        inputs.add(new InputSpec(input.getName(), OrtTypes.type(input.getInfo())));
      }
      return inputs;
    } catch (OrtException e) {
      throw new OrtFailure("the types of the model's inputs cannot be read", e);
    }
  }

  /** The names of the outputs, in the model's order. */
  public List<String> outputNames() {
    return List.copyOf(session.getOutputNames());
  }

  /**
   * Runs the model once; the feed may hold more than the model asks for.
   *
   * @throws OrtFailure if the run fails
   */
  public Outputs run(Feed feed) {
    return run(feed, session.getOutputNames());
  }

  /** Runs the model once and returns only the outputs of these names. */
  public Outputs run(Feed feed, Set<String> outputs) {
    Map<String, OnnxTensor> inputs = feed.tensors(session.getInputNames());
    try (OrtSession.Result result = session.run(inputs, new LinkedHashSet<>(outputs))) {
      OutputReader reader = new OutputReader();
      for (Map.Entry<String, OnnxValue> output : result) {
        reader.read(output.getKey(), output.getValue());
      }
      return reader.outputs();
    } catch (OrtException e) {
      throw new OrtFailure("the run failed", e);
    }
  }

  /**
   * Ends the profile of a session that was opened with one.
   *
   * @return the file that it is in
   */
  public Path endProfile() {
    try {
      return Path.of(session.endProfiling());
    } catch (OrtException e) {
      throw new OrtFailure("the profile cannot be ended", e);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new OrtFailure("a session cannot be closed", e);
    }
  }
}
