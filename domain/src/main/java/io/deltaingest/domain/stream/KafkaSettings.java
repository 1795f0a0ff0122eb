package io.deltaingest.domain.stream;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Kafka client settings by name, in the user's order. Cannot print its secrets: {@link #toString}
 * and {@link #redacted} hide every value whose name may belong to one.
 */
public final class KafkaSettings {

  /** What stands in the place of a secret. */
  public static final String REDACTED = "[hidden]";

  private final Map<String, String> values;
  private final Map<String, String> asWritten;

  private KafkaSettings(Map<String, String> values, Map<String, String> asWritten) {
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    this.asWritten = Collections.unmodifiableMap(new LinkedHashMap<>(asWritten));
  }

  /** Settings that were written out in full. */
  public static KafkaSettings of(Map<String, String> values) {
    return new KafkaSettings(values, values);
  }

  /** Settings some of which were written as references to secrets kept elsewhere. */
  public static KafkaSettings resolved(Map<String, String> values, Map<String, String> asWritten) {
    return new KafkaSettings(values, asWritten);
  }

  /**
   * Names and values with references like {@code ${env:NAME}} unresolved: what is fit to be stored.
   */
  public Map<String, String> asWritten() {
    return asWritten;
  }

  /** Names and values, secrets in clear. */
  public Map<String, String> values() {
    return values;
  }

  /** Names and values fit to be shown. */
  public Map<String, String> redacted() {
    Map<String, String> shown = new LinkedHashMap<>();
    values.forEach((name, value) -> shown.put(name, isSecret(name) ? REDACTED : value));
    return shown;
  }

  /** Whether a setting of that name may hold a secret. */
  public static boolean isSecret(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.contains("password")
        || lower.contains("secret")
        || lower.contains("jaas")
        || lower.contains("token")
        || lower.contains("credential")
        || lower.endsWith(".key")
        || lower.endsWith("key.pem")
        || lower.endsWith("keystore.key");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KafkaSettings settings && settings.values.equals(values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return redacted().toString();
  }
}
