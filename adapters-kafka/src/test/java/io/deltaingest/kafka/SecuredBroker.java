package io.deltaingest.kafka;

import static io.deltaingest.kafka.WrittenSettings.with;

import io.deltaingest.testkit.SecuredKafka;
import io.deltaingest.testkit.TlsIdentity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One broker with secured listeners for all tests that don't stop it, and settings that fit it. */
final class SecuredBroker {

  static final SecuredKafka KAFKA = SecuredKafka.start();
  static final String CA = TlsIdentity.pem(List.of(KAFKA.authority().certificate()));

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(KAFKA::close));
  }

  private SecuredBroker() {}

  static Map<String, String> tls(String... more) {
    return with(Map.of("security.protocol", "ssl", "ssl.ca.pem", CA), more);
  }

  static Map<String, String> sasl(String protocol, String mechanism, String... more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("security.protocol", protocol);
    settings.put("sasl.mechanisms", mechanism);
    settings.put("sasl.username", SecuredKafka.USER);
    settings.put("sasl.password", SecuredKafka.PASSWORD);
    if (protocol.equals("sasl_ssl")) {
      settings.put("ssl.ca.pem", CA);
    }
    return with(settings, more);
  }

  static Map<String, String> oauth(String tokenUrl, String... more) {
    return with(
        Map.of(
            "security.protocol", "sasl_plaintext",
            "sasl.mechanisms", "OAUTHBEARER",
            "sasl.oauthbearer.method", "oidc",
            "sasl.oauthbearer.client.id", SecuredKafka.USER,
            "sasl.oauthbearer.client.secret", SecuredKafka.PASSWORD,
            "sasl.oauthbearer.scope", "ingest",
            "sasl.oauthbearer.token.endpoint.url", tokenUrl),
        more);
  }
}
