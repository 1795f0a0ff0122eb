package io.deltaingest.formats.transform;

import io.deltaingest.domain.port.Message;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.formats.value.Excerpt;
import io.deltaingest.formats.value.PlainValues;
import io.deltaingest.formats.value.PropertyName;
import io.deltaingest.formats.value.ValueTape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Applies the transforms of a stream to one message after the other. Not thread-safe. */
public final class TransformPipeline {

  /** The filter leaves the message out. */
  public static final int FILTERED = -3;

  private static final String TRANSFORM_FAILED = "transform-failed";
  private static final String FILTER_FAILED = "filter-failed";

  private final MessageFilter filter;
  private final CompiledTransform[] transforms;
  private final boolean independent;
  private final boolean separate;
  private final Evaluation evaluation;

  /** Null where it was the filter. */
  private CompiledTransform failed;

  private long failures;

  /**
   * @param filter null where every message becomes a row
   * @param independent whether no transform reads or changes what one sets, itself included
   * @param separate whether no two transforms set one property, or something inside of it
   * @param key null where keys have no format
   */
  TransformPipeline(
      MessageFilter filter,
      CompiledTransform[] transforms,
      boolean independent,
      boolean separate,
      RecordKey key) {
    this.filter = filter;
    this.transforms = transforms;
    this.independent = independent;
    this.separate = separate;
    this.evaluation = new Evaluation(key);
  }

  /**
   * The message with all transforms applied in order. Each is evaluated over the message as it
   * came; one whose result is null sets nothing.
   *
   * @param root the message, an object on {@code tape}; it may be changed into the result
   * @return the transformed message on the same tape; {@link #FILTERED}; or {@link ValueTape#NONE}
   *     when the filter or a transform failed, then {@link #rejection} says which
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

  /**
   * What the properties that transforms set can be told apart by, in the order of {@link
   * #evaluate}; empty where one transform changes what another one sets, so that they have to be
   * applied. What they read does not matter, since the message stays as it came.
   */
  public Optional<List<PropertyName[]>> separateProperties() {
    return separate
        ? Optional.of(Arrays.stream(transforms).map(CompiledTransform::path).toList())
        : Optional.empty();
  }

  /**
   * Evaluates the transforms over the message, which stays as it came.
   *
   * @param into the node for each of {@link #separateProperties}; {@link ValueTape#NONE} where it
   *     is not set
   * @return {@code root}; {@link #FILTERED}; or {@link ValueTape#NONE} when the filter or a
   *     transform failed, then {@link #rejection} says which
   */
  public int evaluate(ValueTape tape, int root, Message message, int[] into) {
    evaluation.begin(tape, root, message);
    try {
      int wanted = filter(tape, root);
      if (wanted != root) {
        return wanted;
      }
      for (int i = 0; i < transforms.length; i++) {
        int value = transforms[i].source().evaluate(evaluation);
        if (value == Evaluation.FAILED) {
          failed = transforms[i];
          failures++;
          return ValueTape.NONE;
        }
        into[i] = isNull(tape, value) ? ValueTape.NONE : PlainValues.withoutMarks(tape, value);
      }
      return root;
    } finally {
      evaluation.end();
    }
  }

  private static boolean isNull(ValueTape tape, int value) {
    return value == ValueTape.NONE || tape.kind(value) == ValueTape.NULL;
  }

  /** The message if it is wanted; else {@link #FILTERED}, or {@link ValueTape#NONE}. */
  private int filter(ValueTape tape, int root) {
    if (filter == null) {
      return root;
    }
    int wanted = filter.source().evaluate(evaluation);
    if (wanted == Evaluation.FAILED) {
      failed = null;
      return ValueTape.NONE;
    }
    return Truth.of(tape, wanted) ? root : FILTERED;
  }

  private int apply(ValueTape tape, int root, Message message, boolean stopAtFailure) {
    evaluation.begin(tape, root, message);
    try {
      int result = filter(tape, root);
      if (result != root) {
        return result;
      }
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
        if (!isNull(tape, value)) {
          int plain = PlainValues.withoutMarks(tape, value);
          if (independent) {
            tape.forgetShape();
            transform.setInPlace(tape, result, plain);
          } else {
            result = transform.set(tape, result, plain);
          }
        }
      }
      return result;
    } finally {
      evaluation.end();
    }
  }

  /** Whether a transform sets that property, or something inside of it. */
  public boolean sets(String property) {
    for (CompiledTransform transform : transforms) {
      if (transform.property().equals(property)
          || transform.property().startsWith(property + ".")) {
        return true;
      }
    }
    return false;
  }

  /** How often a transform failed, since this was made. */
  public long failures() {
    return failures;
  }

  /** Why the filter or a transform failed last; valid as long as its tape is. */
  public Rejection rejection(ValueTape tape) {
    int value = evaluation.failedValue();
    String excerpt = value == ValueTape.NONE ? null : Excerpt.of(tape, value);
    String detail =
        (failed == null ? "Filter \"" + filter.written() : "Transform \"" + failed.written())
            + "\" can't be applied"
            + (excerpt == null ? "" : " to " + excerpt)
            + ": "
            + evaluation.failure();
    return new Rejection(
        Rejection.Stage.TRANSFORM,
        failed == null ? FILTER_FAILED : TRANSFORM_FAILED,
        failed == null ? null : failed.property(),
        null,
        excerpt,
        detail);
  }
}
