package io.deltaingest.formats.transform;

import io.deltaingest.domain.model.DataType;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.stream.StreamConfig.Transform;
import io.deltaingest.formats.decode.DeclaredValues;
import io.deltaingest.formats.decode.DecoderFactory;
import io.deltaingest.formats.value.PropertyName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The filter and the transforms of a stream, compiled. Immutable, shared by all transformers of the
 * stream.
 */
public final class TransformPlan {

  private final List<CompiledTransform> transforms;

  private final boolean independent;
  private final Optional<MessageFilter> filter;
  private final Optional<DecoderFactory> keyDecoders;

  private TransformPlan(
      List<CompiledTransform> transforms,
      Optional<MessageFilter> filter,
      Optional<DecoderFactory> keyDecoders) {
    this.transforms = List.copyOf(transforms);
    this.independent = areIndependent(transforms);
    this.filter = filter;
    this.keyDecoders = keyDecoders;
  }

  /** Transforms of every message, with keys as text. */
  public static TransformPlan compile(List<Transform> transforms) {
    return compile(transforms, Optional.empty(), Optional.empty());
  }

  /**
   * Compiles transforms to be applied in that order. Of a repeated property only the last transform
   * is applied, as if the others had not been given; they are checked all the same.
   *
   * @param filter the source that says which messages become rows; empty: all of them
   * @param keyDecoders what decodes keys; empty: they are text
   * @throws io.deltaingest.domain.error.ConfigurationException when one can't be used
   */
  public static TransformPlan compile(
      List<Transform> transforms, Optional<String> filter, Optional<DecoderFactory> keyDecoders) {
    boolean decodedKeys = keyDecoders.isPresent();
    Map<String, CompiledTransform> byProperty = new LinkedHashMap<>();
    for (Transform transform : transforms) {
      CompiledTransform compiled = TransformCompiler.compile(transform, decodedKeys);
      byProperty.remove(compiled.property());
      byProperty.put(compiled.property(), compiled);
    }
    return new TransformPlan(
        new ArrayList<>(byProperty.values()),
        filter.map(written -> MessageFilter.compile(written, decodedKeys)),
        keyDecoders);
  }

  /** Whether the value of any transform may depend on that property of the message. */
  public boolean reads(PropertyName property) {
    return transforms.stream().anyMatch(transform -> transform.reads(property));
  }

  /**
   * The columns of messages that are declared to be of those types, with the transforms applied.
   */
  public TransformedColumns columns(DeclaredValues declared) {
    SourceTypes types = new SourceTypes(declared.plain(), keyDecoders.isPresent());
    StructType columns = declared.columns();
    List<String> untold = new ArrayList<>();
    for (CompiledTransform transform : transforms) {
      DataType type = types.of(transform.writtenSource());
      if (type == null) {
        untold.add(transform.property());
      }
      columns = TransformedColumns.set(columns, List.of(transform.property().split("\\.")), type);
    }
    return new TransformedColumns(columns, untold);
  }

  /** A pipeline for one transformer. */
  public TransformPipeline newPipeline() {
    return new TransformPipeline(
        filter.orElse(null),
        transforms.toArray(CompiledTransform[]::new),
        independent,
        keyDecoders.map(RecordKey::new).orElse(null));
  }

  /** Whether all of them can be applied to the message itself, since none meets another's work. */
  private static boolean areIndependent(List<CompiledTransform> transforms) {
    return transforms.stream()
        .allMatch(transform -> transforms.stream().allMatch(transform::spares));
  }
}
