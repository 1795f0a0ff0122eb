package io.deltaingest.delta.log;

import io.deltaingest.delta.log.LogNames.Kind;
import io.deltaingest.delta.store.LogFile;
import io.deltaingest.delta.store.LogStorage;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Removes what has expired from a log (Delta protocol, "Metadata Cleanup"): all before the newest
 * whole checkpoint from which every version that is to be kept can still be read. The version at
 * that checkpoint keeps its entry. What several processes remove at a time is removed once.
 */
final class LogCleanup {

  private final LogStorage log;
  private final TableRetention retention;
  private final TreeMap<Long, LogFile> entries = new TreeMap<>();
  private final TreeMap<Long, List<LogFile>> checkpoints = new TreeMap<>();
  private final List<LogFile> others = new ArrayList<>();
  private final Map<String, LogNames.Parsed> names = new HashMap<>();

  private LogCleanup(LogStorage log, TableRetention retention) {
    this.log = log;
    this.retention = retention;
  }

  /**
   * Removes expired files, oldest first, so that a crash leaves no gap.
   *
   * @param cutoffMillis versions from before this time may go; ms since the epoch
   * @return how many files went
   */
  static int run(LogStorage log, TableRetention retention, long cutoffMillis) throws IOException {
    LogCleanup cleanup = new LogCleanup(log, retention);
    cleanup.list();
    long newestExpired = cleanup.newestExpired(cutoffMillis);
    long checkpoint = cleanup.newestWholeCheckpoint(newestExpired);
    return checkpoint < 0 ? 0 : cleanup.removeBefore(checkpoint);
  }

  private void list() throws IOException {
    for (LogFile file : log.listFrom("0")) {
      LogNames.Parsed name = LogNames.parse(file.name()).orElse(null);
      if (name == null) {
        continue;
      }
      names.put(file.name(), name);
      switch (name.kind()) {
        case ENTRY -> entries.put(name.version(), file);
        case CLASSIC_CHECKPOINT, CHECKPOINT_PART, UNIQUE_CHECKPOINT ->
            checkpoints.computeIfAbsent(name.version(), v -> new ArrayList<>()).add(file);
        case CHECKSUM, COMPACTION -> others.add(file);
      }
    }
  }

  /**
   * The newest version that is not newer than the cutoff, or -1. Versions with a time of their own
   * are found by halving, since those times only grow; times of files may not, so the first file
   * that is too new ends the search.
   */
  private long newestExpired(long cutoffMillis) throws IOException {
    long newest = -1;
    List<Long> timed = new ArrayList<>();
    for (Map.Entry<Long, LogFile> entry : entries.entrySet()) {
      if (retention.hasOwnTime(entry.getKey())) {
        timed.add(entry.getKey());
      } else if (entry.getValue().modificationTimeMillis() > cutoffMillis) {
        return newest;
      } else {
        newest = entry.getKey();
      }
    }
    int low = 0;
    int high = timed.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (timeOf(timed.get(middle)) <= cutoffMillis) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? newest : timed.get(low - 1);
  }

  /** The in-commit timestamp; the end of time where it can't be read, which keeps the version. */
  private long timeOf(long version) throws IOException {
    try {
      return LogEntry.parse(log.read(LogNames.entry(version)))
          .inCommitTimestamp()
          .orElse(Long.MAX_VALUE);
    } catch (NoSuchFileException removedMeanwhile) {
      return Long.MIN_VALUE;
    }
  }

  private long newestWholeCheckpoint(long newestExpired) {
    for (long version : checkpoints.headMap(newestExpired, true).descendingKeySet()) {
      if (isWhole(checkpoints.get(version))) {
        return version;
      }
    }
    return -1;
  }

  /**
   * Whether one of the checkpoints of a version is all there. One with a unique name may lean on
   * files that are not looked at here, so it is no place to cut.
   */
  private boolean isWhole(List<LogFile> files) {
    Map<Integer, Integer> readableParts = new HashMap<>();
    for (LogFile file : files) {
      LogNames.Parsed name = names.get(file.name());
      if (name.kind() == Kind.UNIQUE_CHECKPOINT || !isReadable(file)) {
        continue;
      }
      if (name.kind() == Kind.CLASSIC_CHECKPOINT
          || readableParts.merge(name.parts(), 1, Integer::sum) == name.parts()) {
        return true;
      }
    }
    return false;
  }

  private boolean isReadable(LogFile file) {
    try {
      return CheckpointFile.rows(log, file.name()) > 0;
    } catch (IOException damaged) {
      return false;
    }
  }

  private int removeBefore(long checkpoint) throws IOException {
    TreeMap<String, LogFile> expired = new TreeMap<>();
    for (LogFile file : entries.headMap(checkpoint).values()) {
      expired.put(file.name(), file);
    }
    for (List<LogFile> files : checkpoints.headMap(checkpoint).values()) {
      files.forEach(file -> expired.put(file.name(), file));
    }
    for (LogFile file : others) {
      LogNames.Parsed name = names.get(file.name());
      boolean reachesBack = name.kind() == Kind.COMPACTION && name.version() == checkpoint;
      if (name.version() < checkpoint || reachesBack) {
        expired.put(file.name(), file);
      }
    }
    int removed = 0;
    for (String name : expired.keySet()) {
      if (log.delete(name)) {
        removed++;
      }
    }
    return removed;
  }
}
