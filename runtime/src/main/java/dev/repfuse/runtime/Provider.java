package dev.repfuse.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** An execution provider of ONNX Runtime that can be asked for by name. */
public enum Provider {
  /** Always there. */
  CPU(OrtProvider.CPU),
  XNNPACK(OrtProvider.XNNPACK),
  DNNL(OrtProvider.DNNL),
  CUDA(OrtProvider.CUDA),
  COREML(OrtProvider.CORE_ML),
  NNAPI(OrtProvider.NNAPI);

  private final OrtProvider ort;

  Provider(OrtProvider ort) {
    this.ort = ort;
  }

  /** The name as users write it. */
  public String words() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The provider of that name. */
  public static Optional<Provider> named(String name) {
    for (Provider provider : values()) {
      if (provider.words().equals(name)) {
        return Optional.of(provider);
      }
    }
    return Optional.empty();
  }

  /** Names of those that this build of ONNX Runtime has. */
  public static String available() {
    EnumSet<OrtProvider> built = OrtEnvironment.getAvailableProviders();
    return EnumSet.allOf(Provider.class).stream()
        .filter(provider -> built.contains(provider.ort))
        .map(Provider::words)
        .collect(Collectors.joining(", "));
  }

  void addTo(SessionOptions options) throws OrtException {
    if (!OrtEnvironment.getAvailableProviders().contains(ort)) {
      throw new OrtFailure(
          "this build of ONNX Runtime has no provider %s; it has %s"
              .formatted(words(), available()));
    }
    switch (this) {
      case CPU -> {}
      case XNNPACK -> options.addXnnpack(Map.of());
      case DNNL -> options.addDnnl(true);
      case CUDA -> options.addCUDA();
      case COREML -> options.addCoreML();
      case NNAPI -> options.addNnapi();
    }
  }
}
