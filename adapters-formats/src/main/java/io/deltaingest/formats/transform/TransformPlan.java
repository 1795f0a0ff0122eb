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
import java.util.function.BiPredicate;

/**
 * The filter and the transforms of a stream, checked. Immutable, shared by all transformers of the
 * stream; each has a pipeline of its own.
 */
public final class TransformPlan {

  private final List<Transform> written;
  private final List<CompiledTransform> transforms;
  private final boolean independent;
  private final boolean separate;
  private final Optional<String> filter;
  private final Optional<DecoderFactory> keyDecoders;

  private TransformPlan(
      List<Transform> written, Optional<String> filter, Optional<DecoderFactory> keyDecoders) {
    this.written = List.copyOf(written);
    this.transforms = compileEach(written, keyDecoders.isPresent());
    this.independent = eachWithEach(transforms, CompiledTransform::spares);
    this.separate = eachWithEach(transforms, CompiledTransform::isApartFrom);
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
    TransformPlan plan = new TransformPlan(transforms, filter, keyDecoders);
    plan.compileFilter();
    return plan;
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
        compileFilter().orElse(null),
        compileEach(written, keyDecoders.isPresent()).toArray(CompiledTransform[]::new),
        independent,
        separate,
        keyDecoders.map(RecordKey::new).orElse(null));
  }

  private Optional<MessageFilter> compileFilter() {
    return filter.map(source -> MessageFilter.compile(source, keyDecoders.isPresent()));
  }

  private static List<CompiledTransform> compileEach(List<Transform> written, boolean decodedKeys) {
    Map<String, CompiledTransform> byProperty = new LinkedHashMap<>();
    for (Transform transform : written) {
      CompiledTransform compiled = TransformCompiler.compile(transform, decodedKeys);
      byProperty.remove(compiled.property());
      byProperty.put(compiled.property(), compiled);
    }
    return List.copyOf(byProperty.values());
  }

  private static boolean eachWithEach(
      List<CompiledTransform> transforms, BiPredicate<CompiledTransform, CompiledTransform> holds) {
    return transforms.stream()
        .allMatch(one -> transforms.stream().allMatch(other -> holds.test(one, other)));
  }
}
