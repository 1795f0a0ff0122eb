package io.deltaingest.launcher.config;

import io.deltaingest.domain.stream.StreamConfig.BadRecordPolicy;
import io.deltaingest.domain.stream.StreamConfig.DeadLetters;
import io.deltaingest.domain.stream.StreamConfig.Transform;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of messages that are no rows, from what was said about it: a dead-letter table and
 * the policy that goes with it, or one of the others.
 *
 * @param deadLetters present with {@link BadRecordPolicy#DEAD_LETTER}, and only with it
 */
public record BadRecordChoice(Optional<DeadLetters> deadLetters, BadRecordPolicy policy) {

  /**
   * Makes the two fit. Nothing said of the policy: dead letters where they have a table, else
   * {@code otherwise}. A policy that contradicts the table yields to it; {@link #contradiction}
   * says so.
   */
  public static BadRecordChoice of(
      Optional<String> location,
      List<Transform> transforms,
      Optional<BadRecordPolicy> said,
      BadRecordPolicy otherwise) {
    if (location.isPresent()) {
      return new BadRecordChoice(
          location.map(at -> new DeadLetters(at, transforms)), BadRecordPolicy.DEAD_LETTER);
    }
    return new BadRecordChoice(
        Optional.empty(),
        said.filter(policy -> policy != BadRecordPolicy.DEAD_LETTER).orElse(otherwise));
  }

  /**
   * Whether policy and table contradict each other.
   *
   * @param table what to give for a dead-letter table, in the user's words
   * @param without how to do without one
   */
  public static Optional<String> contradiction(
      Optional<BadRecordPolicy> said, boolean hasTable, String table, String without) {
    if (said.isEmpty() || hasTable == (said.get() == BadRecordPolicy.DEAD_LETTER)) {
      return Optional.empty();
    }
    String word = "\"" + StreamWords.of(said.get()) + "\"";
    return Optional.of(
        hasTable
            ? word + " contradicts the dead-letter table, to which bad records go; " + without
            : word + " needs a dead-letter table; give " + table + ", or use skip or fail");
  }
}
