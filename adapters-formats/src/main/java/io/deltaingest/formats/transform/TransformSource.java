package io.deltaingest.formats.transform;

/** Where a transform's value comes from. Immutable. */
sealed interface TransformSource
    permits PropertySource, SubstringSource, EpochSource, RecordMetadata, JmesPathSource {

  /**
   * The value for the message under evaluation: a node of its tape, {@link
   * io.deltaingest.formats.value.ValueTape#NONE} for none, or {@link Evaluation#FAILED} after
   * {@link Evaluation#fail}.
   */
  int evaluate(Evaluation evaluation);
}
