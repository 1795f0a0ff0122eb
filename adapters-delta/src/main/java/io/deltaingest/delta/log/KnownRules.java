package io.deltaingest.delta.log;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The rules of the versions that were read, by their fingerprint, so that whoever holds a snapshot
 * can ask for what the snapshot itself does not say. Bounded. Thread-safe.
 */
final class KnownRules {

  private static final int KEPT = 64;

  private final Map<String, WriteRules> byFingerprint = new LinkedHashMap<>();

  synchronized void note(String fingerprint, WriteRules rules) {
    byFingerprint.remove(fingerprint);
    byFingerprint.put(fingerprint, rules);
    if (byFingerprint.size() > KEPT) {
      byFingerprint.remove(byFingerprint.keySet().iterator().next());
    }
  }

  synchronized Optional<WriteRules> of(String fingerprint) {
    return Optional.ofNullable(byFingerprint.get(fingerprint));
  }
}
