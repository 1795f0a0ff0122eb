package io.deltaingest.formats.transform;

import io.deltaingest.formats.value.PropertyName;

/**
 * Where the value of a transform, or of the filter, comes from. Belongs to one {@link
 * TransformPipeline}, since it may note where it found things.
 */
sealed interface TransformSource
    permits ConstantSource,
        PropertySource,
        SubstringSource,
        EpochSource,
        EqualitySource,
        LogicSource,
        LogicSource.Not,
        RecordMetadata,
        HeaderSource,
        KeySource,
        JmesPathSource {

  /**
   * The value for the message under evaluation: a node of its tape, {@link
   * io.deltaingest.formats.value.ValueTape#NONE} for none, or {@link Evaluation#FAILED} after
   * {@link Evaluation#fail}.
   */
  int evaluate(Evaluation evaluation);

  /**
   * Whether the value may depend on, or be a part of, what the message has at that path: there,
   * inside of it, or around it.
   */
  boolean reads(PropertyName... path);
}
