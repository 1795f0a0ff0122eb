package io.deltaingest.kafka;

import java.util.HashMap;
import java.util.Map;

/** Settings as a user writes them. */
final class WrittenSettings {

  private WrittenSettings() {}

  /** Names and values in turn; a null takes the name away. */
  static Map<String, String> with(Map<String, String> settings, String... more) {
    Map<String, String> all = new HashMap<>(settings);
    for (int i = 0; i < more.length; i += 2) {
      if (more[i + 1] == null) {
        all.remove(more[i]);
      } else {
        all.put(more[i], more[i + 1]);
      }
    }
    return all;
  }
}
