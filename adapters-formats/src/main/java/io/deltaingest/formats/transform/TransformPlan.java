package io.deltaingest.formats.transform;

import io.deltaingest.domain.stream.StreamConfig.Transform;
import io.deltaingest.formats.value.PropertyName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The transforms of a stream, compiled. Immutable, shared by all transformers of the stream. */
public final class TransformPlan {

  private final List<CompiledTransform> transforms;

  private TransformPlan(List<CompiledTransform> transforms) {
    this.transforms = List.copyOf(transforms);
  }

  /**
   * Compiles transforms to be applied in that order. Of a repeated property only the last transform
   * is applied, as if the others had not been given; they are checked all the same.
   *
   * @throws io.deltaingest.domain.error.ConfigurationException when one can't be used
   */
  public static TransformPlan compile(List<Transform> transforms) {
    Map<String, CompiledTransform> byProperty = new LinkedHashMap<>();
    for (Transform transform : transforms) {
      CompiledTransform compiled = TransformCompiler.compile(transform);
      byProperty.remove(compiled.property());
      byProperty.put(compiled.property(), compiled);
    }
    return new TransformPlan(new ArrayList<>(byProperty.values()));
  }

  /** Whether the value of any transform may depend on that property of the message. */
  public boolean reads(PropertyName property) {
    return transforms.stream().anyMatch(transform -> transform.reads(property));
  }

  /** A pipeline for one transformer. */
  public TransformPipeline newPipeline() {
    return new TransformPipeline(transforms.toArray(CompiledTransform[]::new));
  }
}
