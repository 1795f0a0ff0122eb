package io.deltaingest.launcher.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltaingest.domain.stream.KafkaSettings;
import io.deltaingest.domain.stream.MessageFormat;
import io.deltaingest.domain.stream.MessageFormat.ValueFormat;
import io.deltaingest.domain.stream.RegistryConfig;
import io.deltaingest.domain.stream.SecretText;
import io.deltaingest.launcher.config.StreamWriter.Secrets;
import java.util.Optional;

/** Writes what {@link FormatReader} reads. */
final class FormatWriter {

  private FormatWriter() {}

  static void write(ObjectNode format, MessageFormat written, Secrets secrets) {
    value(format, written.value());
    format.put("compression", StreamWords.of(written.compression()));
    format.put("tombstones", StreamWords.of(written.tombstones()));
    // Written even if there are none: a null keeps those of the file's defaults out.
    format.putNull("key");
    written.key().ifPresent(key -> value(format.putObject("key"), key));
    format.putNull("registry");
    written
        .value()
        .registry()
        .or(() -> written.key().flatMap(ValueFormat::registry))
        .ifPresent(registry -> registry(format.putObject("registry"), registry, secrets));
  }

  private static void value(ObjectNode format, ValueFormat value) {
    format.put("type", StreamWords.of(value.type()));
    put(format, "schema", value.schema());
    put(format, "message", value.messageType());
    format.put("validate", value.validated());
  }

  private static void registry(ObjectNode node, RegistryConfig registry, Secrets secrets) {
    ArrayNode urls = node.putArray("urls");
    registry.urls().forEach(url -> urls.add(References.escape(url.toString())));
    put(node, "username", registry.login().map(RegistryConfig.Login::user));
    secret(node, "password", registry.login().map(RegistryConfig.Login::password), secrets);
    secret(node, "bearerToken", registry.bearerToken(), secrets);
    put(
        node,
        "proxy",
        registry
            .proxy()
            .map(
                proxy ->
                    secrets == Secrets.AS_WRITTEN || proxy.getUserInfo() == null
                        ? proxy.toString()
                        : KafkaSettings.REDACTED));
    put(node, "caPem", registry.caPem());
    put(node, "certificatePem", registry.clientCertificate().map(c -> c.chainPem()));
    secret(node, "keyPem", registry.clientCertificate().map(c -> c.keyPem()), secrets);
    node.put("timeout", DurationText.format(registry.timeout()));
  }

  private static void secret(
      ObjectNode node, String key, Optional<SecretText> secret, Secrets secrets) {
    // As it was written it holds references, or the escapes of what is none.
    node.put(
        key,
        secret
            .map(
                s ->
                    secrets == Secrets.AS_WRITTEN || References.isOne(s.asWritten())
                        ? s.asWritten()
                        : KafkaSettings.REDACTED)
            .orElse(null));
  }

  private static void put(ObjectNode node, String key, Optional<String> literal) {
    node.put(key, literal.map(References::escape).orElse(null));
  }
}
