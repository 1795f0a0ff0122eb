package io.deltaingest.formats.transform;

import io.deltaingest.domain.port.Message;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.formats.value.Excerpt;
import io.deltaingest.formats.value.PlainValues;
import io.deltaingest.formats.value.ValueTape;

/** Applies the transforms of a stream to one message after the other. Not thread-safe. */
public final class TransformPipeline {

  private static final String ERROR_CLASS = "transform-failed";

  private final CompiledTransform[] transforms;
  private final Evaluation evaluation = new Evaluation();
  private CompiledTransform failed;
  private long failures;

  TransformPipeline(CompiledTransform[] transforms) {
    this.transforms = transforms;
  }

  /**
   * The message with all transforms applied in order. Each is evaluated over the message as it
   * came; one whose result is null sets nothing.
   *
   * @param root the message, an object on {@code tape}; left as it is
   * @return the transformed message on the same tape, or {@link ValueTape#NONE} when a transform
   *     failed; then {@link #rejection} says which
   */
  public int apply(ValueTape tape, int root, Message message) {
    return apply(tape, root, message, true);
  }

  /**
   * The same, but a transform that fails sets nothing, is counted by {@link #failures}, and does
   * not hold up those after it.
   */
  public int applyAllThatCan(ValueTape tape, int root, Message message) {
    return apply(tape, root, message, false);
  }

  private int apply(ValueTape tape, int root, Message message, boolean stopAtFailure) {
    evaluation.begin(tape, root, message);
    try {
      int result = root;
      for (CompiledTransform transform : transforms) {
        int value = transform.source().evaluate(evaluation);
        if (value == Evaluation.FAILED) {
          failed = transform;
          failures++;
          if (stopAtFailure) {
            return ValueTape.NONE;
          }
          continue;
        }
        if (value != ValueTape.NONE && tape.kind(value) != ValueTape.NULL) {
          result = transform.set(tape, result, PlainValues.withoutMarks(tape, value));
        }
      }
      return result;
    } finally {
      evaluation.end();
    }
  }

  /** How often a transform failed, since this was made. */
  public long failures() {
    return failures;
  }

  /** Why a transform failed last; valid as long as its tape is. */
  public Rejection rejection(ValueTape tape) {
    int value = evaluation.failedValue();
    String excerpt = value == ValueTape.NONE ? null : Excerpt.of(tape, value);
    String detail =
        "Transform \""
            + failed.written()
            + "\" can't be applied"
            + (excerpt == null ? "" : " to " + excerpt)
            + ": "
            + evaluation.failure();
    return new Rejection(
        Rejection.Stage.TRANSFORM, ERROR_CLASS, failed.property(), null, excerpt, detail);
  }
}
