package io.deltaingest.kafka;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * TLS and SASL as librdkafka is told of them, turned into Java's: user name and password into a
 * JAAS line, PEM files and texts into PEM stores (KIP-651). Values never appear in messages.
 */
final class SecuritySettings {

  /** librdkafka's switch, of which only the safe position is supported. */
  static final String VERIFICATION = "enable.ssl.certificate.verification";

  private static final String JAAS = "sasl.jaas.config";
  private static final String MECHANISM = "sasl.mechanism";
  private static final String USERNAME = "sasl.username";
  private static final String PASSWORD = "sasl.password";

  /** librdkafka's word for the certificates that the system trusts. */
  private static final String SYSTEM_STORE = "probe";

  private final Map<String, String> written;
  private final Map<String, Object> java;
  private final List<String> problems;
  private final List<String> warnings;

  /**
   * @param written the settings of {@link SettingNames#SECURITY} that the user gave
   * @param java the user's other settings by Java names; what is made here is added
   */
  SecuritySettings(
      Map<String, String> written,
      Map<String, Object> java,
      List<String> problems,
      List<String> warnings) {
    this.written = written;
    this.java = java;
    this.problems = problems;
    this.warnings = warnings;
  }

  void translate() {
    credentials();
    trustedCertificates();
    ownCertificate();
  }

  private void credentials() {
    if (!written.containsKey(USERNAME) && !written.containsKey(PASSWORD)) {
      return;
    }
    if (java.containsKey(JAAS)) {
      warnings.add(USERNAME + " and " + PASSWORD + " have no effect beside " + JAAS);
      return;
    }
    if (!written.containsKey(USERNAME) || !written.containsKey(PASSWORD)) {
      problems.add(USERNAME + " and " + PASSWORD + " go together, and one is missing");
      return;
    }
    Object mechanism = java.get(MECHANISM);
    String module = mechanism == null ? null : loginModule(mechanism.toString());
    if (module == null) {
      problems.add(
          USERNAME
              + " needs "
              + MECHANISM
              + " PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512, which is "
              + (mechanism == null ? "not set" : mechanism));
      return;
    }
    java.put(
        JAAS,
        module
            + " required username="
            + quoted(written.get(USERNAME))
            + " password="
            + quoted(written.get(PASSWORD))
            + ";");
  }

  private static String loginModule(String mechanism) {
    return switch (mechanism) {
      case "PLAIN" -> "org.apache.kafka.common.security.plain.PlainLoginModule";
      case "SCRAM-SHA-256", "SCRAM-SHA-512" ->
          "org.apache.kafka.common.security.scram.ScramLoginModule";
      default -> null;
    };
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private void trustedCertificates() {
    String certificates = pem("ssl.ca.pem", "ssl.ca.location");
    if (certificates != null) {
      java.put("ssl.truststore.type", "PEM");
      java.put("ssl.truststore.certificates", certificates);
    }
  }

  private void ownCertificate() {
    String chain = pem("ssl.certificate.pem", "ssl.certificate.location");
    String key = pem("ssl.key.pem", "ssl.key.location");
    if (chain == null && key == null) {
      return;
    }
    if (chain == null || key == null) {
      problems.add("ssl.certificate.* and ssl.key.* go together, and one is missing or unreadable");
      return;
    }
    if (!key.contains("-----BEGIN PRIVATE KEY-----")
        && !key.contains("-----BEGIN ENCRYPTED PRIVATE KEY-----")) {
      problems.add(
          "ssl.key.* is no PKCS #8 key in PEM form, the only one that Java reads; convert it with"
              + " \"openssl pkcs8 -topk8\"");
      return;
    }
    java.put("ssl.keystore.type", "PEM");
    java.put("ssl.keystore.certificate.chain", chain);
    java.put("ssl.keystore.key", key);
  }

  /** The text given outright, else that of the file; null where there is none. */
  private String pem(String textName, String fileName) {
    String text = written.get(textName);
    if (text != null) {
      return text;
    }
    String location = written.get(fileName);
    if (location == null || location.equals(SYSTEM_STORE)) {
      return null;
    }
    try {
      Path path = Path.of(location);
      return Files.isDirectory(path) ? readAll(path) : Files.readString(path);
    } catch (IOException | RuntimeException e) {
      problems.add(fileName + ": " + location + " can't be read (" + e + ")");
      return null;
    }
  }

  private static String readAll(Path dir) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(dir)) {
      for (Path file : new TreeSet<>(files.filter(Files::isRegularFile).toList())) {
        all.append(Files.readString(file, StandardCharsets.UTF_8)).append('\n');
      }
    }
    return all.toString();
  }

  /** A copy of {@code settings} with those of librdkafka's security alone. */
  static Map<String, String> selectFrom(Map<String, String> settings) {
    Map<String, String> selected = new LinkedHashMap<>(settings);
    selected.keySet().retainAll(SettingNames.SECURITY);
    return selected;
  }
}
