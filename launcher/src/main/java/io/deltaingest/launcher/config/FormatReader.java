package io.deltaingest.launcher.config;

import io.deltaingest.domain.stream.MessageFormat;
import io.deltaingest.domain.stream.MessageFormat.Compression;
import io.deltaingest.domain.stream.MessageFormat.Tombstones;
import io.deltaingest.domain.stream.MessageFormat.ValueFormat;
import io.deltaingest.domain.stream.RegistryConfig;
import io.deltaingest.domain.stream.RegistryConfig.ClientCertificate;
import io.deltaingest.domain.stream.RegistryConfig.Login;
import io.deltaingest.domain.stream.SecretText;
import io.deltaingest.launcher.config.JsonValue.JsonString;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads {@code format} of a stream, the registry included. */
final class FormatReader {

  private final ReadContext context;

  FormatReader(ReadContext context) {
    this.context = context;
  }

  MessageFormat read(ObjectReader format) {
    Optional<RegistryConfig> registry = registry(format);
    ValueFormat value = value(format, registry);
    Optional<ValueFormat> key = key(format, registry);
    boolean registryUsed =
        value.type().usesRegistry() || key.map(k -> k.type().usesRegistry()).orElse(false);
    if (format.has("registry") && !registryUsed && format.isOwn("registry")) {
      format.problem(
          "registry", "is of use with json-registry, avro-registry and protobuf-registry only");
    }
    MessageFormat read =
        new MessageFormat(
            value,
            key,
            compression(format),
            format.oneOf("tombstones", StreamWords.TOMBSTONES).orElse(Tombstones.SKIP));
    format.end();
    return read;
  }

  private Optional<ValueFormat> key(ObjectReader format, Optional<RegistryConfig> registry) {
    if (!format.has("key")) {
      return Optional.empty();
    }
    ObjectReader key = format.object("key");
    ValueFormat read = value(key, registry);
    key.end();
    return Optional.of(read);
  }

  private ValueFormat value(ObjectReader format, Optional<RegistryConfig> registry) {
    MessageFormat.Type type =
        format.oneOf("type", StreamWords.FORMATS).orElse(MessageFormat.Type.JSON);
    Optional<String> schema = format.requiredUnlessAbsent("schema");
    Optional<String> message = format.requiredUnlessAbsent("message");
    boolean validated = format.bool("validate").orElse(false);
    FormatRules.problems(type, schema.isPresent(), message.isPresent(), validated)
        .forEach(problem -> format.problem(problem.key(), problem.message()));
    if (type.usesRegistry() && registry.isEmpty()) {
      // Nothing to go on with; a fragment may be completed by another one.
      if (!context.fragment() && !format.has("registry")) {
        format.problem("registry", "required: {\"url\": \"http://HOST:PORT\"}");
      }
      return ValueFormat.JSON;
    }
    return new ValueFormat(
        type,
        schema,
        message,
        type.usesRegistry() ? registry : Optional.empty(),
        validated && type == MessageFormat.Type.JSON_REGISTRY);
  }

  /** {@code gzip} is the short form that the reference's users know. */
  private Compression compression(ObjectReader format) {
    Optional<Compression> said = format.oneOf("compression", StreamWords.COMPRESSIONS);
    Optional<Boolean> gzip = format.bool("gzip");
    if (said.isPresent() && gzip.isPresent() && gzip.get() != (said.get() == Compression.GZIP)) {
      format.problem("gzip", "contradicts compression; leave gzip out");
    }
    return said.orElse(gzip.orElse(false) ? Compression.GZIP : Compression.NONE);
  }

  private Optional<RegistryConfig> registry(ObjectReader format) {
    if (!format.has("registry")) {
      return Optional.empty();
    }
    ObjectReader registry = format.object("registry");
    Optional<RegistryAddress> address = address(registry);
    Optional<Login> login = login(registry).or(() -> address.flatMap(RegistryAddress::login));
    Optional<SecretText> token = secret(registry, "bearerToken");
    if (token.isPresent() && login.isPresent()) {
      registry.problem("bearerToken", "give either a login (username, password) or a token");
    }
    Optional<ClientCertificate> certificate = certificate(registry);
    Optional<URI> proxy = registry.parsed("proxy", RegistryAddress::proxy);
    Optional<String> ca = registry.text("caPem");
    Duration timeout = registry.duration("timeout").orElse(RegistryConfig.DEFAULT_TIMEOUT);
    registry.end();
    Optional<Login> used = token.isPresent() ? Optional.empty() : login;
    return address.map(
        found -> new RegistryConfig(found.urls(), used, token, proxy, ca, certificate, timeout));
  }

  private static Optional<RegistryAddress> address(ObjectReader registry) {
    if (registry.has("url") == registry.has("urls")) {
      registry.problem("url", "give one of url (an address) and urls (a list of them)");
      return Optional.empty();
    }
    if (registry.has("url")) {
      return registry.parsed("url", RegistryAddress::parse);
    }
    List<String> urls = registry.distinctTexts("urls");
    if (urls.isEmpty()) {
      registry.problem("urls", "has no address");
      return Optional.empty();
    }
    return registry.parsed("urls", () -> RegistryAddress.parse(urls));
  }

  private Optional<Login> login(ObjectReader registry) {
    Optional<String> user = registry.text("username");
    Optional<SecretText> password = secret(registry, "password");
    if (user.isEmpty() && password.isPresent()) {
      registry.problem("username", "required, since there is a password");
    }
    return user.map(name -> new Login(name, password.orElse(SecretText.of(""))));
  }

  private Optional<ClientCertificate> certificate(ObjectReader registry) {
    Optional<String> chain = registry.text("certificatePem");
    Optional<SecretText> key = secret(registry, "keyPem");
    if (chain.isPresent() != key.isPresent()) {
      registry.problem(
          chain.isPresent() ? "keyPem" : "certificatePem",
          "required, since the other one is there");
    }
    return chain.isPresent() && key.isPresent()
        ? Optional.of(new ClientCertificate(chain.get(), key.get()))
        : Optional.empty();
  }

  /** Stored and shown as it was written, so that anybody may refer to where a secret is kept. */
  private static Optional<SecretText> secret(ObjectReader registry, String key) {
    return registry
        .rawText(key)
        .flatMap(
            (JsonString written) ->
                registry
                    .textOf(written, true)
                    .map(value -> SecretText.resolved(value, written.text())));
  }
}
