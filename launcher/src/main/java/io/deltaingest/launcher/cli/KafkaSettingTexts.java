package io.deltaingest.launcher.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.deltaingest.domain.stream.KafkaSettings;
import io.deltaingest.launcher.config.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Kafka settings of the command line: the broker list, what the environment holds of certificates
 * and credentials, and over those each {@code -K}. No value is ever part of a message, since it may
 * be a secret.
 */
final class KafkaSettingTexts {
  private static final String BOOTSTRAP = "bootstrap.servers";
  private static final List<String> BROKER_LISTS = List.of(BOOTSTRAP, "metadata.broker.list");
  private static final Map<String, String> PEM_VARIABLES =
      Map.of(
          "KAFKA_DELTA_INGEST_CERT", "ssl.certificate.pem",
          "KAFKA_DELTA_INGEST_KEY", "ssl.key.pem",
          "KAFKA_DELTA_INGEST_CA", "ssl.ca.pem");
  private static final String OPENSSL = "SSL_CERT_FILE";
  private static final String SCRAM = "KAFKA_DELTA_INGEST_SCRAM_JSON";

  /** Settings that say the same in another way: one by {@code -K} takes those of variables away. */
  private static final List<Set<String>> ALTERNATIVES =
      List.of(
          Set.of("ssl.ca.pem", "ssl.ca.location", "ssl.truststore.location"),
          Set.of("ssl.certificate.pem", "ssl.certificate.location", "ssl.keystore.location"),
          Set.of("ssl.key.pem", "ssl.key.location", "ssl.keystore.location"),
          Set.of("sasl.username", "sasl.jaas.config"),
          Set.of("sasl.password", "sasl.jaas.config"));

  private final GivenTexts given;
  private final Problems problems;
  private final List<String> warnings = new ArrayList<>();

  KafkaSettingTexts(GivenTexts given, Problems problems) {
    this.given = given;
    this.problems = problems;
  }

  /** The settings; wrong ones are reported and left out. */
  KafkaSettings read(String brokers, List<String> options) {
    Map<String, String> ofOptions = new LinkedHashMap<>();
    for (int i = 0; i < options.size(); i++) {
      option(i + 1, options.get(i), ofOptions);
    }
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(BOOTSTRAP, brokers);
    PEM_VARIABLES.forEach(
        (variable, setting) ->
            given.variable(variable).ifPresent(pem -> settings.put(setting, pem.text())));
    given.variable(SCRAM).ifPresent(json -> credentials(json, settings));
    trustAsOpenSsl(ofOptions, settings);
    for (Set<String> alternatives : ALTERNATIVES) {
      if (alternatives.stream().anyMatch(ofOptions::containsKey)) {
        settings.keySet().removeAll(alternatives);
      }
    }
    settings.putAll(ofOptions);
    return KafkaSettings.of(settings);
  }

  /** What was put aside, for the log. */
  List<String> warnings() {
    return warnings;
  }

  private void option(int number, String text, Map<String, String> settings) {
    int equals = text.indexOf('=');
    String key = equals < 0 ? "" : text.substring(0, equals).strip();
    if (key.isEmpty()) {
      problems.add("-K (number " + number + ")", "must be KEY=VALUE");
    } else if (BROKER_LISTS.contains(key)) {
      warnings.add("-K " + key + " is ignored: --kafka (or KAFKA_BROKERS) names the brokers");
    } else {
      settings.put(key, text.substring(equals + 1).strip());
    }
  }

  /**
   * OpenSSL's variable, which the reference's scripts set: what to trust, if nothing else is said.
   */
  private void trustAsOpenSsl(Map<String, String> ofOptions, Map<String, String> settings) {
    String protocol = ofOptions.getOrDefault("security.protocol", "").toUpperCase(Locale.ROOT);
    if (!protocol.endsWith("SSL") || settings.containsKey("ssl.ca.pem")) {
      return;
    }
    given
        .variable(OPENSSL)
        .map(GivenTexts.Given::text)
        .filter(file -> Files.isReadable(Path.of(file)))
        .ifPresent(file -> settings.put("ssl.ca.location", file));
  }

  private void credentials(GivenTexts.Given json, Map<String, String> settings) {
    try {
      JsonNode credentials = new ObjectMapper().readTree(json.text());
      JsonNode username = credentials.path("username");
      JsonNode password = credentials.path("password");
      if (username.isTextual() && password.isTextual()) {
        settings.put("sasl.username", username.asText());
        settings.put("sasl.password", password.asText());
        return;
      }
    } catch (JsonProcessingException e) {
      // Said below, without the parser's message: it quotes the text, and that is a secret.
    }
    problems.add(json.from(), "must be {\"username\": \"…\", \"password\": \"…\"}");
  }
}
