package io.deltaingest.launcher.progress;

import io.deltaingest.domain.stream.StreamStatus;
import io.deltaingest.domain.stream.WorkerStatus;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * One stream's figures at a moment, over all its workers.
 *
 * @param state the stream's state, as people read it
 * @param rowsPerSecond since the moment before; empty at the first
 * @param rows since the workers started
 * @param lag messages that the table does not have yet; empty while no end offset is known
 * @param heldRows rows that wait for the next commit
 * @param rejected bad records since the workers started
 * @param commits since the workers started
 * @param lastVersion the newest Delta version; empty before the first commit
 * @param lastCommitAgeMillis how long ago that was
 * @param fault what a worker waits out now, or null
 */
record StreamProgress(
    String stream,
    String state,
    OptionalDouble rowsPerSecond,
    long rows,
    OptionalLong lag,
    long heldRows,
    long rejected,
    long commits,
    OptionalLong lastVersion,
    OptionalLong lastCommitAgeMillis,
    String fault) {

  static StreamProgress of(StreamStatus status, OptionalDouble rowsPerSecond, long nowMillis) {
    long rows = 0;
    long held = 0;
    long rejected = 0;
    long commits = 0;
    long lag = 0;
    boolean lagKnown = false;
    WorkerStatus.LastCommit newest = null;
    String fault = null;
    for (WorkerStatus worker : status.workers()) {
      rows += worker.counts().rows();
      held += worker.counts().heldRows();
      rejected += worker.counts().rejected();
      commits += worker.counts().commits();
      for (WorkerStatus.Partition partition : worker.partitions()) {
        lagKnown |= partition.lag().isPresent();
        lag += partition.lag().orElse(0);
      }
      WorkerStatus.LastCommit last = worker.lastCommit();
      if (last != null && (newest == null || last.atMillis() >= newest.atMillis())) {
        newest = last;
      }
      if (worker.activity() == WorkerStatus.Activity.RECOVERING && worker.lastFault() != null) {
        fault = worker.lastFault().message();
      }
    }
    return new StreamProgress(
        status.config().name(),
        status.state().label(),
        rowsPerSecond,
        rows,
        lagKnown ? OptionalLong.of(lag) : OptionalLong.empty(),
        held,
        rejected,
        commits,
        newest == null ? OptionalLong.empty() : OptionalLong.of(newest.report().version()),
        newest == null
            ? OptionalLong.empty()
            : OptionalLong.of(Math.max(0, nowMillis - newest.atMillis())),
        fault);
  }
}
