package io.deltaingest.domain.ingest;

import io.deltaingest.domain.commit.CommitOutcome;
import io.deltaingest.domain.commit.SealedBatch;
import io.deltaingest.domain.port.TableSink;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The batch in commit, in up to three stages: each is submitted only when the one before it is in
 * its table.
 */
final class CommitStages {

  /** What a stage commits. */
  enum Kind {
    /** Shuts out other writers' batches before dead letters are recorded; main table. */
    FENCE,
    DEAD_LETTERS,
    /** Rows and offsets; main table. The last. */
    MAIN
  }

  private record Stage(Kind kind, TableSink sink, SealedBatch batch) {}

  private final Deque<Stage> stages = new ArrayDeque<>();

  /** Adds a stage behind those there; nothing is submitted before {@link #start}. */
  void add(Kind kind, TableSink sink, SealedBatch batch) {
    stages.add(new Stage(kind, sink, batch));
  }

  void start() {
    submitCurrent();
  }

  boolean isEmpty() {
    return stages.isEmpty();
  }

  Kind current() {
    return stages.element().kind();
  }

  SealedBatch batch() {
    return stages.element().batch();
  }

  boolean isCurrent(String batchId) {
    return !stages.isEmpty() && stages.element().batch().id().equals(batchId);
  }

  /** The current stage's outcome, if it has come or comes within the time. */
  Optional<CommitOutcome> awaitOutcome(Duration timeout) {
    return stages.element().sink().awaitOutcome(timeout);
  }

  /** The current stage is in its table: on to the next one, if there is one. */
  void advance() {
    stages.remove();
    if (!stages.isEmpty()) {
      submitCurrent();
    }
  }

  /** The sinks dropped what was not submitted: the current stage is the last. */
  void cutShort() {
    while (stages.size() > 1) {
      stages.removeLast();
    }
  }

  /** Nothing of it is to be waited for any more. */
  void clear() {
    stages.clear();
  }

  private void submitCurrent() {
    Stage stage = stages.element();
    stage.sink().submit(stage.batch());
  }
}
