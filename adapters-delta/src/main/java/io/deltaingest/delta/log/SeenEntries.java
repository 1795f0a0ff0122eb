package io.deltaingest.delta.log;

import io.deltaingest.delta.store.LogFile;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How the entries of recent versions looked in storage, so that one look tells whether a version is
 * still what it was. Bounded. Thread-safe.
 */
final class SeenEntries {

  private static final int KEPT = 256;

  private final Map<Long, String> stamps = new LinkedHashMap<>();

  /** Notes how a version's entry looks; forgets the version when it is not there. */
  synchronized void note(long version, Optional<LogFile> entry) {
    stamps.remove(version);
    if (entry.isEmpty()) {
      return;
    }
    stamps.put(version, entry.get().stamp());
    if (stamps.size() > KEPT) {
      stamps.remove(stamps.keySet().iterator().next());
    }
  }

  /**
   * Notes how the entry of a version looked that was read in between; forgets the version when it
   * did not look the same: nobody knows then which of the two was read.
   */
  synchronized void note(long version, Optional<LogFile> before, Optional<LogFile> after) {
    boolean same = before.map(LogFile::stamp).equals(after.map(LogFile::stamp));
    note(version, same ? after : Optional.empty());
  }

  /** Whether it is known how the version's entry looked. */
  synchronized boolean knows(long version) {
    return stamps.containsKey(version);
  }

  /** Whether the version's entry is known and still looks as it did. */
  synchronized boolean isSame(long version, Optional<LogFile> entry) {
    return entry.isPresent() && entry.get().stamp().equals(stamps.get(version));
  }
}
