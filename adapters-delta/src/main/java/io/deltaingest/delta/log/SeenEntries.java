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

  /** Notes how a version's entry looks; nothing when it is not there. */
  synchronized void note(long version, Optional<LogFile> entry) {
    if (entry.isEmpty()) {
      return;
    }
    stamps.remove(version);
    stamps.put(version, entry.get().stamp());
    if (stamps.size() > KEPT) {
      stamps.remove(stamps.keySet().iterator().next());
    }
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
