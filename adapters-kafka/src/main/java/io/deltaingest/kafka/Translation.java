package io.deltaingest.kafka;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Settings on their way from librdkafka's names to Java's.
 *
 * @param written as the user gave them
 * @param java by Java names, as far as they are translated; grows
 * @param problems what can't be used; grows
 * @param warnings what has no effect; grows
 */
record Translation(
    Map<String, String> written,
    Map<String, Object> java,
    List<String> problems,
    List<String> warnings) {

  String protocol() {
    return java.getOrDefault("security.protocol", "PLAINTEXT").toString().toUpperCase(Locale.ROOT);
  }

  boolean tls() {
    return protocol().endsWith("SSL");
  }

  boolean sasl() {
    return protocol().startsWith("SASL_");
  }
}
