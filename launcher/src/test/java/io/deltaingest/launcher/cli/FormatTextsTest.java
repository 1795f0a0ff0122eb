package io.deltaingest.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.stream.MessageFormat;
import io.deltaingest.domain.stream.MessageFormat.Compression;
import io.deltaingest.domain.stream.MessageFormat.Tombstones;
import io.deltaingest.domain.stream.MessageFormat.ValueFormat;
import io.deltaingest.domain.stream.RegistryConfig;
import io.deltaingest.domain.stream.StreamConfig;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The format's options and variables. */
class FormatTextsTest {

  private final CommandLineFixture command = new CommandLineFixture();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "--json     | ''                     | JSON              | none",
        "--json     | anything               | JSON              | none",
        "--json     | http://registry:8081   | JSON_REGISTRY     | none",
        "--avro     | ''                     | AVRO              | none",
        "--avro     | ./schema.avsc          | AVRO              | ./schema.avsc",
        "--avro     | https://registry:8081/ | AVRO_REGISTRY     | none",
        "--soe-avro | ./schemas              | SOE_AVRO          | ./schemas"
      })
  void shouldReadEveryFormat(String option, String text, MessageFormat.Type type, String schema) {
    ValueFormat value = format(option, text).value();

    assertThat(value.type()).isEqualTo(type);
    assertThat(value.schema()).isEqualTo(Optional.ofNullable(schema));
    assertThat(value.registry().map(RegistryConfig::urls))
        .isEqualTo(
            type.usesRegistry()
                ? Optional.of(java.util.List.of(URI.create(text.replaceAll("/$", ""))))
                : Optional.empty());
  }

  @Test
  void shouldTakeTheReferencesVariables() {
    command.environment.put("JSON_REGISTRY", "http://json:1");
    assertThat(format().value().type()).isEqualTo(MessageFormat.Type.JSON_REGISTRY);

    command.environment.put("AVRO_REGISTRY", "");
    assertThat(format().value().type())
        .as("Avro's variable beats JSON's, even when it is empty")
        .isEqualTo(MessageFormat.Type.AVRO);
    assertThat(format("--json", "").value().type())
        .as("an option beats a variable")
        .isEqualTo(MessageFormat.Type.JSON);

    command.environment.put("DECOMPRESS_GZIP", "true");
    assertThat(format().compression()).isEqualTo(Compression.GZIP);
  }

  @Test
  void shouldReadHowToSpeakToTheRegistry() {
    command.environment.put("SCHEMA_REGISTRY_USERNAME", "ann");
    command.environment.put("SCHEMA_REGISTRY_PASSWORD", "hunter2");
    command.environment.put("SCHEMA_REGISTRY_PROXY", "proxy:3128");
    command.environment.put("SCHEMA_REGISTRY_CA", "-----BEGIN CERTIFICATE-----");

    RegistryConfig registry =
        format("--avro", "http://a:1,https://b:2/base", "--registry_timeout", "5")
            .value()
            .registry()
            .orElseThrow();

    assertThat(registry.urls())
        .containsExactly(URI.create("http://a:1"), URI.create("https://b:2/base"));
    assertThat(registry.login().orElseThrow().user()).isEqualTo("ann");
    assertThat(registry.login().orElseThrow().password().value()).isEqualTo("hunter2");
    assertThat(registry.proxy()).contains(URI.create("http://proxy:3128"));
    assertThat(registry.caPem()).contains("-----BEGIN CERTIFICATE-----");
    assertThat(registry.timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(registry.toString()).doesNotContain("hunter2");
  }

  @Test
  void shouldTakeTheLoginOutOfTheAddress() {
    RegistryConfig registry =
        format("--avro", "http://ann:hunter2@a:1").value().registry().orElseThrow();

    assertThat(registry.urls()).containsExactly(URI.create("http://a:1"));
    assertThat(registry.login().orElseThrow().password().value()).isEqualTo("hunter2");
    assertThat(registry.toString()).doesNotContain("hunter2");
  }

  @Test
  void shouldReadTheRest() {
    StreamConfig stream =
        command
            .ingest(
                "--compression", "auto",
                "--tombstones", "keep",
                "--filter", "status == `200`",
                "--schema_evolution", "add-columns",
                "--key_format", "json")
            .stream();

    assertThat(stream.format().compression()).isEqualTo(Compression.AUTO);
    assertThat(stream.format().tombstones()).isEqualTo(Tombstones.KEEP);
    assertThat(stream.format().key()).contains(ValueFormat.JSON);
    assertThat(stream.filter()).contains("status == `200`");
    assertThat(stream.table().evolution()).isEqualTo(StreamConfig.SchemaEvolution.ADD_COLUMNS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--soe-avro '' | --soe-avro: required",
        "--soe-avro http://registry | --soe-avro: takes a path; for a schema registry give --avro",
        "--protobuf '' | --protobuf: required: a descriptor set",
        "--json http://user:pw@ | --json: is no address of a registry",
        "--validate | --validate: is of use with json-registry only",
        "--protobuf_message a.B | --protobuf_message: is of use with protobuf only",
        "--registry_timeout 5 | --registry_timeout: is of use with a schema registry only",
        "--key_format avro-registry | --key_format: the registry is that of the values",
        "--key_format yaml | --key_format: \"yaml\" is none of json,",
        "--key_schema x | --key_schema: is of use with --key_format only",
        "--decompress_gzip --compression lz4 | --compression: contradicts --decompress_gzip",
        "--compression zip | --compression: \"zip\" is none of none, auto, gzip",
        "--filter '' | --filter: must not be empty"
      })
  void shouldSayWhatDoesNotGoTogether(String arguments, String said) {
    String[] given =
        java.util.Arrays.stream(arguments.split(" "))
            .map(argument -> argument.equals("''") ? "" : argument)
            .toArray(String[]::new);

    assertThat(command.refused(given)).startsWith("error: " + said).doesNotContain("pw@");
  }

  @Test
  void shouldNameTheVariableOfHalfALogin() {
    command.environment.put("SCHEMA_REGISTRY_PASSWORD", "hunter2");

    assertThat(command.refused("--avro", "http://registry"))
        .startsWith("error: SCHEMA_REGISTRY_USERNAME (environment): missing")
        .doesNotContain("hunter2");
  }

  private MessageFormat format(String... arguments) {
    return command.ingest(arguments).stream().format();
  }
}
