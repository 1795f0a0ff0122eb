package io.deltaingest.kafka;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.stream.KafkaSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.consumer.RoundRobinAssignor;
import org.apache.kafka.clients.consumer.StickyAssignor;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * Turns the user's settings, in librdkafka's names or Java's, into what the Java clients take. All
 * that is wrong is said at once, by the names that the user wrote; what has no effect is a warning.
 */
final class KafkaSettingsTranslator {

  /**
   * Settings that load classes of the user's, which may have settings of their own: unknown names
   * are theirs then.
   */
  private static final List<String> PLUGINS =
      List.of(
          "interceptor.classes",
          "metric.reporters",
          "config.providers",
          "security.providers",
          "ssl.engine.factory.class",
          "sasl.login.class",
          "sasl.login.callback.handler.class",
          "sasl.client.callback.handler.class");

  private static final Map<String, String> ASSIGNORS =
      Map.of(
          "range", RangeAssignor.class.getName(),
          "roundrobin", RoundRobinAssignor.class.getName(),
          "sticky", StickyAssignor.class.getName(),
          "cooperative-sticky", CooperativeStickyAssignor.class.getName());

  private final List<String> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final Map<String, Object> java = new LinkedHashMap<>();
  private final Map<String, String> writtenNames = new LinkedHashMap<>();

  private KafkaSettingsTranslator() {}

  static ClientSettings translate(String brokers, KafkaSettings settings, GroupMember member) {
    return translate(brokers, settings, member, FetchSizes.LARGEST);
  }

  /**
   * @param brokers where to connect; brokers named by {@code settings} are passed over, with a
   *     warning if they are others
   * @param fetches what to ask for at a time where {@code settings} say nothing of it
   * @throws ConfigurationException naming every setting that can't be used
   */
  static ClientSettings translate(
      String brokers, KafkaSettings settings, GroupMember member, FetchSizes fetches) {
    KafkaSettingsTranslator translator = new KafkaSettingsTranslator();
    Map<String, String> written = settings.values();
    written.forEach((name, value) -> translator.take(name, value, brokers, written));
    SecuritySettings.translate(
        new Translation(written, translator.java, translator.problems, translator.warnings));
    if (!translator.problems.isEmpty()) {
      throw new ConfigurationException(
          Problem.of("Kafka settings can't be used", String.join("; ", translator.problems), ""));
    }
    return ClientSettings.of(
        brokers, translator.java, member, settings, fetches, translator.warnings);
  }

  private void take(String name, String value, String brokers, Map<String, String> written) {
    if (SettingNames.BROKERS.contains(name)) {
      if (!value.equals(brokers)) {
        warnings.add(name + " has no effect: the brokers are " + brokers);
      }
    } else if (SettingNames.OURS.containsKey(name)) {
      warnings.add(name + " has no effect: " + SettingNames.OURS.get(name));
    } else if (SettingNames.REFUSED.containsKey(name)) {
      problems.add(name + " is not supported: " + SettingNames.REFUSED.get(name));
    } else if (SettingNames.RENAMED.containsKey(name)) {
      put(SettingNames.RENAMED.get(name), name, value);
    } else if (SettingNames.JAVA.contains(name)) {
      put(name, name, value);
    } else if (SettingNames.WITHOUT_COUNTERPART.contains(name)) {
      warnings.add(name + " has no effect: it has no counterpart in the Java client");
    } else if (!SettingNames.SECURITY.contains(name)) {
      takeUnknown(name, value, written);
    }
  }

  private void takeUnknown(String name, String value, Map<String, String> written) {
    if (PLUGINS.stream().anyMatch(written::containsKey)) {
      java.put(name, value);
      return;
    }
    List<String> near = Spelling.near(name, SettingNames.all());
    problems.add(
        name
            + " is a setting neither of librdkafka nor of the Java client"
            + (near.isEmpty() ? "" : "; near it: " + String.join(", ", near)));
  }

  private void put(String javaName, String writtenName, String value) {
    String earlier = writtenNames.put(javaName, writtenName);
    if (earlier != null) {
      warnings.add(earlier + " has no effect: " + writtenName + " says the same and comes later");
    }
    Object javaValue = javaValue(javaName, writtenName, value.trim());
    ConfigDef.ConfigKey key = ConsumerConfig.configDef().configKeys().get(javaName);
    try {
      Object parsed = ConfigDef.parseType(javaName, javaValue, key.type);
      if (key.validator != null) {
        key.validator.ensureValid(javaName, parsed);
      }
      java.put(javaName, javaValue);
    } catch (ConfigException e) {
      boolean secret =
          key.type == ConfigDef.Type.PASSWORD
              || KafkaSettings.isSecret(javaName)
              || KafkaSettings.isSecret(writtenName);
      problems.add(
          secret
              ? writtenName + " has a value that can't be used"
              : writtenName + "=" + value + ": " + reason(e));
    }
  }

  /** The part of the message behind name and value, which are already said. */
  private static String reason(ConfigException e) {
    String message = e.getMessage();
    int colon = message.indexOf(": ", message.indexOf("for configuration"));
    return colon < 0 ? message : message.substring(colon + 2);
  }

  /** The value as Java wants it, where it differs. */
  private Object javaValue(String javaName, String writtenName, String value) {
    return switch (javaName) {
      case "security.protocol" -> value.toUpperCase(Locale.ROOT);
      case "ssl.endpoint.identification.algorithm" -> value.equals("none") ? "" : value;
      case "partition.assignment.strategy" -> assignors(value);
      // The system's own size, no time-out: 0 there, -1 here.
      case "connections.max.idle.ms", "send.buffer.bytes", "receive.buffer.bytes" ->
          value.equals("0") ? "-1" : value;
      // Never: -1 there, a very long time here.
      case "metadata.max.age.ms" ->
          value.equals("-1") && !writtenName.equals(javaName)
              ? Integer.toString(Integer.MAX_VALUE)
              : value;
      default -> value;
    };
  }

  private static String assignors(String value) {
    return Arrays.stream(value.split(",", -1))
        .map(String::trim)
        .map(name -> ASSIGNORS.getOrDefault(name.toLowerCase(Locale.ROOT), name))
        .collect(Collectors.joining(","));
  }
}
