package io.deltaingest.registry;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map of bounded size that forgets what was not asked for the longest. Thread-safe. */
final class RecentlyUsed<K, V> {

  private final Map<K, V> entries;

  RecentlyUsed(int capacity) {
    this.entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > capacity;
          }
        };
  }

  /** The value, or null. */
  synchronized V get(K key) {
    return entries.get(key);
  }

  synchronized void put(K key, V value) {
    entries.put(key, value);
  }

  synchronized void remove(K key) {
    entries.remove(key);
  }
}
