package io.deltaingest.kafka;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * User name and password, or the client of an OAuth server, into a JAAS line and what goes with it.
 */
final class SaslSettings {

  static final String OAUTH_METHOD = "sasl.oauthbearer.method";
  static final String OAUTH_EXTENSIONS = "sasl.oauthbearer.extensions";
  static final String OAUTH_GRANT = "sasl.oauthbearer.grant.type";
  static final String OAUTH_METADATA = "sasl.oauthbearer.metadata.authentication.type";
  static final String OAUTH_UNSECURED = "enable.sasl.oauthbearer.unsecure.jwt";
  static final String HTTPS_CA = "https.ca.pem";
  static final String HTTPS_CA_FILE = "https.ca.location";

  private static final String JAAS = "sasl.jaas.config";
  private static final String MECHANISM = "sasl.mechanism";
  private static final String USERNAME = "sasl.username";
  private static final String PASSWORD = "sasl.password";
  private static final String LOGIN_HANDLER = "sasl.login.callback.handler.class";
  private static final String CLIENT_ID = "sasl.oauthbearer.client.credentials.client.id";
  private static final String CLIENT_SECRET = "sasl.oauthbearer.client.credentials.client.secret";
  private static final String TOKEN_URL = "sasl.oauthbearer.token.endpoint.url";
  private static final String TOKEN_VALIDATOR = "sasl.oauthbearer.jwt.validator.class";
  private static final String OAUTH = "OAUTHBEARER";
  private static final String MODULES = "org.apache.kafka.common.security.";

  private final Translation settings;
  private final Map<String, String> written;
  private final Map<String, Object> java;
  private final List<String> problems;

  SaslSettings(Translation settings) {
    this.settings = settings;
    this.written = settings.written();
    this.java = settings.java();
    this.problems = settings.problems();
  }

  void translate() {
    onlyValue(OAUTH_GRANT, "client_credentials", "sasl.oauthbearer.jwt.retriever.class");
    onlyValue(OAUTH_METADATA, "none", "sasl.oauthbearer.jwt.retriever.class");
    onlyValue(OAUTH_UNSECURED, "false", JAAS);
    if (written.containsKey(OAUTH_METHOD)) {
      oauthMethod();
    } else if (OAUTH.equals(java.get(MECHANISM))
        && java.containsKey(TOKEN_URL)
        && !java.containsKey(LOGIN_HANDLER)) {
      clientCredentials();
    }
    password();
    if (settings.sasl()) {
      loginOfAnyKind();
    }
  }

  /** A choice of librdkafka's, of which one is made here; the others are made by Java's setting. */
  private void onlyValue(String name, String value, String javaName) {
    String given = written.get(name);
    if (given != null && !given.equalsIgnoreCase(value)) {
      problems.add(name + "=" + given + " is not supported: give Java's " + javaName + " instead");
    }
  }

  private void password() {
    boolean named = written.containsKey(USERNAME);
    boolean withPassword = written.containsKey(PASSWORD);
    if (!named && !withPassword) {
      return;
    }
    if (java.containsKey(JAAS)) {
      settings.warnings().add(USERNAME + " and " + PASSWORD + " have no effect beside " + JAAS);
      return;
    }
    if (!named || !withPassword) {
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
      case "PLAIN" -> MODULES + "plain.PlainLoginModule";
      case "SCRAM-SHA-256", "SCRAM-SHA-512" -> MODULES + "scram.ScramLoginModule";
      default -> null;
    };
  }

  /** Without this the client would ask for a JAAS file, which hardly anybody has. */
  private void loginOfAnyKind() {
    Object mechanism = java.get(MECHANISM);
    if (java.containsKey(JAAS)
        || System.getProperty("java.security.auth.login.config") != null
        || !problems.isEmpty()) {
      return;
    }
    if (mechanism == null) {
      problems.add(
          "security.protocol="
              + settings.protocol()
              + " needs "
              + MECHANISM
              + " and the login that belongs to it, as "
              + USERNAME
              + " and "
              + PASSWORD);
    } else if (mechanism.equals(OAUTH)) {
      problems.add(
          MECHANISM
              + "="
              + OAUTH
              + " needs "
              + OAUTH_METHOD
              + "=oidc, sasl.oauthbearer.client.id, sasl.oauthbearer.client.secret and "
              + TOKEN_URL);
    } else if (loginModule(mechanism.toString()) != null) {
      problems.add(MECHANISM + "=" + mechanism + " needs " + USERNAME + " and " + PASSWORD);
    } else if (mechanism.equals("GSSAPI")) {
      problems.add(MECHANISM + "=GSSAPI needs Java's " + JAAS);
    } else {
      problems.add(
          MECHANISM
              + "="
              + mechanism
              + " is not known; PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER and GSSAPI are");
    }
  }

  private void oauthMethod() {
    String method = written.get(OAUTH_METHOD);
    if (!method.equals("oidc")) {
      if (!java.containsKey(LOGIN_HANDLER) && !java.containsKey(JAAS)) {
        problems.add(
            OAUTH_METHOD
                + "="
                + method
                + " is not supported: use oidc, or give Java's "
                + LOGIN_HANDLER
                + " instead");
      }
      return;
    }
    if (!OAUTH.equals(java.get(MECHANISM))) {
      problems.add(OAUTH_METHOD + "=oidc needs " + MECHANISM + "=" + OAUTH);
      return;
    }
    clientCredentials();
  }

  private void clientCredentials() {
    List<String> missing = new ArrayList<>();
    for (String name : List.of(CLIENT_ID, CLIENT_SECRET, TOKEN_URL)) {
      if (!java.containsKey(name)) {
        missing.add(name.replace("client.credentials.", ""));
      }
    }
    if (!missing.isEmpty()) {
      problems.add("a login by OAuth needs " + String.join(", ", missing) + " too");
      return;
    }
    String url = java.get(TOKEN_URL).toString();
    if (!TokenEndpoints.allow(url)) {
      problems.add(TOKEN_URL + " must begin with https:// or http://");
      return;
    }
    java.put(LOGIN_HANDLER, MODULES + "oauthbearer.OAuthBearerLoginCallbackHandler");
    // The default looks for a broker's settings first, by a library that only brokers come with.
    java.putIfAbsent(TOKEN_VALIDATOR, MODULES + "oauthbearer.ClientJwtValidator");
    if (java.containsKey(JAAS)) {
      return;
    }
    StringBuilder jaas = new StringBuilder(MODULES + "oauthbearer.OAuthBearerLoginModule required");
    extensions(jaas);
    trustOfEndpoint(jaas);
    java.put(JAAS, jaas.append(';').toString());
  }

  private void extensions(StringBuilder jaas) {
    String extensions = written.getOrDefault(OAUTH_EXTENSIONS, "");
    for (String extension : extensions.split(",", -1)) {
      int equals = extension.indexOf('=');
      if (equals > 0) {
        jaas.append(" extension_")
            .append(extension, 0, equals)
            .append('=')
            .append(quoted(extension.substring(equals + 1)));
      } else if (!extension.isBlank()) {
        problems.add(OAUTH_EXTENSIONS + " must be NAME=VALUE, separated by commas");
      }
    }
  }

  /** Who vouches for the token endpoint: options of the login, apart from the broker's. */
  private void trustOfEndpoint(StringBuilder jaas) {
    String pem = written.get(HTTPS_CA);
    String location = written.get(HTTPS_CA_FILE);
    String name = pem == null ? HTTPS_CA_FILE + "=" + location : HTTPS_CA;
    if (pem == null && (location == null || location.equals("probe"))) {
      return;
    }
    try {
      String text = pem == null ? TlsSettings.content(Path.of(location)) : pem;
      jaas.append(" ssl.truststore.type=PEM ssl.truststore.certificates=")
          .append(quoted(CertificatePem.write(CertificatePem.read(text))));
    } catch (IOException e) {
      problems.add(name + " can't be read (" + e + ")");
    } catch (IllegalArgumentException e) {
      problems.add(name + " " + e.getMessage());
    }
  }

  private static String quoted(String text) {
    return '"'
        + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r")
        + '"';
  }
}
