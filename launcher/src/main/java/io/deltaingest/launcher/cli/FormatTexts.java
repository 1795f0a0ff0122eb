package io.deltaingest.launcher.cli;

import io.deltaingest.domain.stream.MessageFormat;
import io.deltaingest.domain.stream.MessageFormat.Compression;
import io.deltaingest.domain.stream.MessageFormat.Tombstones;
import io.deltaingest.domain.stream.MessageFormat.ValueFormat;
import io.deltaingest.domain.stream.RegistryConfig;
import io.deltaingest.domain.stream.RegistryConfig.ClientCertificate;
import io.deltaingest.domain.stream.RegistryConfig.Login;
import io.deltaingest.domain.stream.SecretText;
import io.deltaingest.launcher.cli.GivenTexts.Given;
import io.deltaingest.launcher.config.DurationText;
import io.deltaingest.launcher.config.FormatRules;
import io.deltaingest.launcher.config.Problems;
import io.deltaingest.launcher.config.RegistryAddress;
import io.deltaingest.launcher.config.StreamWords;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** The format of the messages from options and environment, with the reference's precedence. */
final class FormatTexts {
  private static final String USERNAME = "SCHEMA_REGISTRY_USERNAME";
  private static final String PASSWORD = "SCHEMA_REGISTRY_PASSWORD";
  private static final String TOKEN = "SCHEMA_REGISTRY_TOKEN";
  private static final String PROXY = "SCHEMA_REGISTRY_PROXY";
  private static final String CA = "SCHEMA_REGISTRY_CA";
  private static final String CERTIFICATE = "SCHEMA_REGISTRY_CERT";
  private static final String KEY = "SCHEMA_REGISTRY_KEY";

  private final IngestOptions options;
  private final GivenTexts given;
  private final Problems problems;

  FormatTexts(IngestOptions options, GivenTexts given, Problems problems) {
    this.options = options;
    this.given = given;
    this.problems = problems;
  }

  /** With problems reported, what it returns holds stand-ins. */
  MessageFormat read() {
    Chosen chosen = chosen();
    ValueFormat value = value(chosen);
    return new MessageFormat(
        value,
        key(value),
        compression(),
        given
            .chosen(option("--tombstones", options.tombstones), StreamWords.TOMBSTONES)
            .orElse(Tombstones.SKIP));
  }

  /** The argument that says what values are: a registry's URL, a path, or nothing. */
  private record Chosen(
      MessageFormat.Type type, MessageFormat.Type withRegistry, Optional<Given> text) {
    Optional<Given> url() {
      return text.filter(t -> t.text().strip().startsWith("http"));
    }
  }

  /** An option beats a variable; of variables Avro's beats JSON's, even when it is empty. */
  private Chosen chosen() {
    if (Stream.of(options.json, options.avro, options.soeAvro, options.protobuf)
            .filter(o -> o != null)
            .count()
        > 1) {
      problems.add("--json, --avro, --soe-avro, --protobuf", "give at most one of them");
    }
    if (options.avro != null) {
      return new Chosen(
          MessageFormat.Type.AVRO,
          MessageFormat.Type.AVRO_REGISTRY,
          option("--avro", options.avro));
    }
    if (options.soeAvro != null) {
      return new Chosen(
          MessageFormat.Type.SOE_AVRO,
          MessageFormat.Type.SOE_AVRO,
          option("--soe-avro", options.soeAvro));
    }
    if (options.protobuf != null) {
      return new Chosen(
          MessageFormat.Type.PROTOBUF,
          MessageFormat.Type.PROTOBUF_REGISTRY,
          option("--protobuf", options.protobuf));
    }
    if (options.json == null && given.isSet("AVRO_REGISTRY")) {
      return new Chosen(
          MessageFormat.Type.AVRO,
          MessageFormat.Type.AVRO_REGISTRY,
          given.variable("AVRO_REGISTRY"));
    }
    return new Chosen(
        MessageFormat.Type.JSON,
        MessageFormat.Type.JSON_REGISTRY,
        given.text("--json", options.json, "JSON_REGISTRY"));
  }

  private ValueFormat value(Chosen chosen) {
    boolean isUrl = chosen.url().isPresent();
    MessageFormat.Type type = isUrl ? chosen.withRegistry() : chosen.type();
    if (isUrl && type == MessageFormat.Type.SOE_AVRO) {
      problems.add("--soe-avro", "takes a path; for a schema registry give --avro URL");
    }
    Optional<String> schema =
        type == MessageFormat.Type.AVRO
                || type == MessageFormat.Type.SOE_AVRO
                || type == MessageFormat.Type.PROTOBUF
            ? chosen.text().map(Given::text).filter(text -> !text.isBlank())
            : Optional.empty();
    FormatRules.problems(
            type, schema.isPresent(), options.protobufMessage != null, options.validate)
        .forEach(problem -> problems.add(option(problem.key(), type), problem.message()));
    Optional<RegistryConfig> registry =
        isUrl && type.usesRegistry() ? registry(chosen.url().get()) : Optional.empty();
    if (type.usesRegistry() && registry.isEmpty()) {
      return ValueFormat.JSON;
    }
    if (!type.usesRegistry() && options.registryTimeout != null) {
      problems.add("--registry_timeout", "is of use with a schema registry only");
    }
    return new ValueFormat(
        type,
        schema,
        Optional.ofNullable(options.protobufMessage),
        registry,
        options.validate && type == MessageFormat.Type.JSON_REGISTRY);
  }

  private static String option(String key, MessageFormat.Type type) {
    return switch (key) {
      case "message" -> "--protobuf_message";
      case "validate" -> "--validate";
      default -> type == MessageFormat.Type.PROTOBUF ? "--protobuf" : "--soe-avro";
    };
  }

  private Optional<ValueFormat> key(ValueFormat value) {
    Optional<MessageFormat.Type> type =
        given.chosen(option("--key_format", options.keyFormat), StreamWords.FORMATS);
    if (type.isEmpty()) {
      if (options.keySchema != null && options.keyFormat == null) {
        problems.add("--key_schema", "is of use with --key_format only");
      }
      return Optional.empty();
    }
    Optional<String> schema = Optional.ofNullable(options.keySchema);
    FormatRules.problems(type.get(), schema.isPresent(), false, false)
        .forEach(problem -> problems.add("--key_schema", problem.message()));
    if (type.get().usesRegistry() && value.registry().isEmpty()) {
      problems.add("--key_format", "the registry is that of the values, and those have none");
      return Optional.empty();
    }
    return Optional.of(
        new ValueFormat(
            type.get(),
            schema,
            Optional.empty(),
            type.get().usesRegistry() ? value.registry() : Optional.empty(),
            false));
  }

  private Compression compression() {
    boolean gzip = given.flag(options.decompressGzip, "DECOMPRESS_GZIP");
    Optional<Compression> said =
        given.chosen(option("--compression", options.compression), StreamWords.COMPRESSIONS);
    if (options.decompressGzip && said.isPresent() && said.get() != Compression.GZIP) {
      problems.add("--compression", "contradicts --decompress_gzip; leave that out");
    }
    return said.orElse(gzip ? Compression.GZIP : Compression.NONE);
  }

  private Optional<RegistryConfig> registry(Given url) {
    Optional<RegistryAddress> address = given.read(Optional.of(url), RegistryAddress::parse);
    Optional<SecretText> token = given.variable(TOKEN).map(t -> SecretText.of(t.text()));
    Optional<Login> login = login().or(() -> address.flatMap(RegistryAddress::login));
    if (token.isPresent() && login.isPresent()) {
      problems.add(
          GivenTexts.inEnvironment(TOKEN), "give either a token or a user name and password");
    }
    Optional<String> certificate = given.variable(CERTIFICATE).map(Given::text);
    Optional<String> key = given.variable(KEY).map(Given::text);
    if (certificate.isPresent() != key.isPresent()) {
      problems.add(
          GivenTexts.inEnvironment(certificate.isPresent() ? KEY : CERTIFICATE),
          "missing, since the other one is set");
    }
    Optional<ClientCertificate> client =
        certificate.flatMap(
            chain -> key.map(pem -> new ClientCertificate(chain, SecretText.of(pem))));
    Optional<URI> proxy = given.read(given.variable(PROXY), RegistryAddress::proxy);
    Optional<String> ca = given.variable(CA).map(Given::text);
    Duration timeout =
        given
            .read(option("--registry_timeout", options.registryTimeout), DurationText::parse)
            .orElse(RegistryConfig.DEFAULT_TIMEOUT);
    Optional<Login> used = token.isPresent() ? Optional.empty() : login;
    return address.map(
        found -> new RegistryConfig(found.urls(), used, token, proxy, ca, client, timeout));
  }

  private Optional<Login> login() {
    Optional<Given> user = given.variable(USERNAME);
    Optional<Given> password = given.variable(PASSWORD);
    if (user.isEmpty() && password.isPresent()) {
      problems.add(GivenTexts.inEnvironment(USERNAME), "missing, since there is a password");
    }
    return user.map(
        name -> new Login(name.text(), SecretText.of(password.map(Given::text).orElse(""))));
  }

  private static Optional<Given> option(String name, String text) {
    return Optional.ofNullable(text).map(value -> new Given(name, value));
  }
}
