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

  /** An entry that was cleaned up already when its version was read from a checkpoint. */
  private static final String ABSENT = "";

  private final Map<Long, String> stamps = new LinkedHashMap<>();

  synchronized void note(long version, Optional<LogFile> file) {
    stamps.remove(version);
    stamps.put(version, stamp(file));
    if (stamps.size() > KEPT) {
      stamps.remove(stamps.keySet().iterator().next());
    }
  }

  synchronized boolean knows(long version) {
    return stamps.containsKey(version);
  }

  synchronized boolean isSame(long version, Optional<LogFile> file) {
    return stamp(file).equals(stamps.get(version));
  }

  private static String stamp(Optional<LogFile> file) {
    return file.map(LogFile::stamp).orElse(ABSENT);
  }
}
