package io.deltaingest.delta.log;

import io.deltaingest.delta.store.LogFile;
import io.deltaingest.delta.store.LogStorage;
import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.Problem;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What each version must carry on from the one before: in-commit timestamps, which only grow, and
 * row ids, which are given once. Remembered for recent versions, read from the log for others.
 * Bounded. Thread-safe.
 */
final class CommitChain {

  private static final int KEPT = 256;

  private final LogStorage log;
  private final SnapshotReader reader;
  private final Map<Long, CommitMarks> marks = new LinkedHashMap<>();

  CommitChain(LogStorage log, SnapshotReader reader) {
    this.log = log;
    this.reader = reader;
  }

  synchronized void note(long version, CommitMarks left) {
    marks.remove(version);
    marks.put(version, left);
    if (marks.size() > KEPT) {
      marks.remove(marks.keySet().iterator().next());
    }
  }

  /** What is remembered of a version. */
  synchronized CommitMarks at(long version) {
    return marks.getOrDefault(version, CommitMarks.NONE);
  }

  /**
   * What the entry after {@code version} has to say; reads the log where nothing is remembered.
   *
   * @param now ms since the epoch
   */
  CommitDuties duties(long version, WriteRules rules, long now) throws IOException {
    if (!rules.inCommitTimestamps() && !rules.rowTracking()) {
      return CommitDuties.none(version + 1);
    }
    CommitMarks before = at(version);
    OptionalLong timestamp = OptionalLong.empty();
    if (rules.inCommitTimestamps()) {
      long previous =
          before.inCommitTimestamp().isPresent()
              ? before.inCommitTimestamp().getAsLong()
              : readTimestamp(version);
      timestamp = OptionalLong.of(Math.max(now, previous + 1));
    }
    OptionalLong firstRowId = OptionalLong.empty();
    if (rules.rowTracking()) {
      long highest =
          before.rowIdHighWaterMark().isPresent()
              ? before.rowIdHighWaterMark().getAsLong()
              : reader.readRowIdHighWaterMark(version);
      firstRowId = OptionalLong.of(highest + 1);
    }
    return new CommitDuties(version + 1, timestamp, firstRowId);
  }

  /** The time of a version; where it has none of its own, that of its file, as readers take it. */
  private long readTimestamp(long version) throws IOException {
    String name = LogNames.entry(version);
    try {
      OptionalLong own = LogEntry.parse(log.read(name)).inCommitTimestamp();
      if (own.isPresent()) {
        return own.getAsLong();
      }
      return log.find(name).map(LogFile::modificationTimeMillis).orElse(0L);
    } catch (NoSuchFileException gone) {
      throw new ConfigurationException(
          Problem.of(
              "Version " + (version + 1) + " can't be written",
              "the table has in-commit timestamps, and the entry "
                  + name
                  + " is gone, which has"
                  + " the one to go on from",
              "Restore that file, or let a tool that rewrites the table's log commit once"),
          gone);
    }
  }
}
