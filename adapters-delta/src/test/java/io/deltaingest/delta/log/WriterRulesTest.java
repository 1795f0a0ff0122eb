package io.deltaingest.delta.log;

import static io.deltaingest.delta.support.Schemas.struct;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltaingest.delta.store.LocalTableStorage;
import io.deltaingest.delta.support.LogFolder;
import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.model.TableSnapshot;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tables are written and which are refused, and when a change of the table counts. */
class WriterRulesTest {

  private static final String LEGACY = "{\"minReaderVersion\":1,\"minWriterVersion\":2}";
  private static final String SCHEMA = struct("id", "\"long\"", "day", "\"string\"");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "allowColumnDefaults",
        "appendOnly",
        "changeDataFeed",
        "checkConstraints",
        "clustering,domainMetadata",
        "domainMetadata",
        "generatedColumns",
        "identityColumns",
        "inCommitTimestamp",
        "invariants"
      })
  void shouldAcceptWriterFeatureThatIsNotInUse(String features) {
    // given
    create(features("", features), SCHEMA, Map.of("delta.enableChangeDataFeed", "true"));

    // when, then
    assertThat(load().schema().columns()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "columnMapping",
        "deletionVectors",
        "timestampNtz",
        "typeWidening",
        "typeWidening-preview",
        "v2Checkpoint",
        "vacuumProtocolCheck"
      })
  void shouldAcceptReaderWriterFeatureThatAsksNothingOfAppends(String feature) {
    // given
    create(features(feature, feature), SCHEMA, Map.of());

    // when, then
    assertThat(load().schema().columns()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void shouldAcceptEachLegacyProtocol(int writer) {
    // given
    create(
        "{\"minReaderVersion\":" + (writer >= 5 ? 2 : 1) + ",\"minWriterVersion\":" + writer + "}",
        SCHEMA,
        Map.of("delta.appendOnly", "true"));

    // when, then
    assertThat(load().schema().columns()).hasSize(2);
  }

  static Stream<Arguments> tablesThatAreRefused() {
    return Stream.of(
        Arguments.of(features("", "rowTracking,domainMetadata"), SCHEMA, Map.of(), "rowTracking"),
        Arguments.of(features("", "icebergCompatV2"), SCHEMA, Map.of(), "icebergCompatV2"),
        Arguments.of(
            "{\"minReaderVersion\":1,\"minWriterVersion\":2}",
            SCHEMA,
            Map.of("delta.setTransactionRetentionDuration", "interval 7 days"),
            "delta.setTransactionRetentionDuration"),
        Arguments.of(features("", "collations"), SCHEMA, Map.of(), "collations"),
        Arguments.of(
            features("", "materializePartitionColumns"),
            SCHEMA,
            Map.of(),
            "materializePartitionColumns"),
        Arguments.of(
            features("", "checkpointProtection"), SCHEMA, Map.of(), "checkpointProtection"),
        Arguments.of(features("", "madeUpFeature"), SCHEMA, Map.of(), "madeUpFeature"),
        Arguments.of(features("madeUpReader", "madeUpReader"), SCHEMA, Map.of(), "madeUpReader"),
        Arguments.of(
            features("variantType", "variantType"),
            struct("v", "\"variant\"", "id", "\"long\""),
            Map.of(),
            "variant"),
        Arguments.of(
            features("catalogManaged", "catalogManaged,inCommitTimestamp"),
            SCHEMA,
            Map.of(),
            "catalog"),
        Arguments.of(
            "{\"minReaderVersion\":2,\"minWriterVersion\":5}",
            SCHEMA,
            Map.of("delta.columnMapping.mode", "name"),
            "delta.columnMapping.mode=name"),
        Arguments.of(
            features("", "inCommitTimestamp"),
            SCHEMA,
            Map.of("delta.enableInCommitTimestamps", "true"),
            "in-commit timestamps are on"),
        Arguments.of(
            LEGACY,
            SCHEMA,
            Map.of("delta.constraints.positive", "id > 0"),
            "CHECK constraint positive"),
        Arguments.of(
            LEGACY,
            withMetadata("{\"delta.invariants\":\"{}\"}"),
            Map.of(),
            "column s.id has an invariant"),
        Arguments.of(
            LEGACY,
            withMetadata("{\"delta.generationExpression\":\"1 + 1\"}"),
            Map.of(),
            "column s.id is a generated column"),
        Arguments.of(
            LEGACY,
            withMetadata("{\"delta.identity.start\":1}"),
            Map.of(),
            "column s.id is an identity column"),
        Arguments.of(
            LEGACY,
            withMetadata("{\"CURRENT_DEFAULT\":\"7\"}"),
            Map.of(),
            "column s.id has a default value"),
        Arguments.of(
            LEGACY,
            struct("id", "\"long\"", "x", "\"interval day\""),
            Map.of(),
            "column x has the type interval day"),
        Arguments.of(
            "{\"minReaderVersion\":4,\"minWriterVersion\":7}", SCHEMA, Map.of(), "version"),
        Arguments.of(
            "{\"minReaderVersion\":1,\"minWriterVersion\":8}",
            SCHEMA,
            Map.of(),
            "writer version 8"));
  }

  @ParameterizedTest
  @MethodSource("tablesThatAreRefused")
  void shouldRefuseWhatAnAppenderWouldHaveToObey(
      String protocol, String schema, Map<String, String> properties, String named) {
    // given
    create(protocol, schema, properties);

    // when, then
    assertThatThrownBy(this::load)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining(named);
  }

  @Test
  void shouldNameEverythingThatIsInTheWay() {
    // given
    create(
        features("", "madeUpFeature,rowTracking"),
        struct("id", "\"long\"", "v", "\"nothing\""),
        Map.of("delta.constraints.c", "true"));

    // when, then
    assertThatThrownBy(this::load)
        .hasMessageContaining("column v has the type nothing")
        .hasMessageContaining("CHECK constraint c")
        .hasMessageContaining("table feature rowTracking");
  }

  @Test
  void shouldRefusePartitionColumnThatIsNested() {
    // given
    new LogFolder(folder).create(struct("id", "\"long\"", "n", struct("a", "\"long\"")), "n");

    // when, then
    assertThatThrownBy(this::load).hasMessageContaining("partition column n has the nested type");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "delta.dataSkippingNumIndexedCols",
        "delta.dataSkippingStatsColumns",
        "delta.columnMapping.mode",
        "delta.enableRowTracking"
      })
  void shouldGiveOtherRulesWhenPropertyBindsAppends(String property) {
    // given
    String before = rules(Map.of());

    // when
    String after = rules(Map.of(property, "none"));

    // then
    assertThat(after).isNotEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "delta.appendOnly",
        "delta.checkpointInterval",
        "delta.logRetentionDuration",
        "comment"
      })
  void shouldGiveSameRulesWhenPropertyDoesNotConcernAppends(String property) {
    // given
    String before = rules(Map.of());

    // when
    String after = rules(Map.of(property, "5"));

    // then
    assertThat(after).isEqualTo(before);
  }

  @Test
  void shouldGiveOtherRulesForOtherProtocolOrPartitions() {
    // given
    TableMetadata metadata = new TableMetadata("id", SCHEMA, List.of(), Map.of());
    TableProtocol protocol = TableProtocol.of(1, 2, List.of(), List.of());

    // when, then
    String rules = WriterRules.fingerprint(protocol, metadata);
    assertThat(WriterRules.fingerprint(TableProtocol.of(1, 3, List.of(), List.of()), metadata))
        .isNotEqualTo(rules);
    assertThat(
            WriterRules.fingerprint(
                protocol, new TableMetadata("id", SCHEMA, List.of("day"), Map.of())))
        .isNotEqualTo(rules);
    assertThat(
            WriterRules.fingerprint(
                protocol, new TableMetadata("other", SCHEMA, List.of(), Map.of())))
        .isEqualTo(rules);
  }

  private static String rules(Map<String, String> properties) {
    return WriterRules.fingerprint(
        TableProtocol.of(1, 2, List.of(), List.of()),
        new TableMetadata("id", SCHEMA, List.of(), properties));
  }

  private static String withMetadata(String metadata) {
    return struct(
        "day",
        "\"string\"",
        "s",
        "{\"type\":\"struct\",\"fields\":[{\"name\":\"id\",\"type\":\"long\",\"nullable\":true,"
            + "\"metadata\":"
            + metadata
            + "}]}");
  }

  private static String features(String reader, String writer) {
    boolean both = !reader.isEmpty();
    return "{\"minReaderVersion\":"
        + (both ? 3 : 1)
        + ",\"minWriterVersion\":7,"
        + (both ? "\"readerFeatures\":[\"" + reader.replace(",", "\",\"") + "\"]," : "")
        + "\"writerFeatures\":[\""
        + writer.replace(",", "\",\"")
        + "\"]}";
  }

  private void create(String protocol, String schema, Map<String, String> properties) {
    new LogFolder(folder).create(protocol, schema, List.of(), properties);
  }

  private TableSnapshot load() {
    return new DeltaTableLog(new LocalTableStorage(folder), "test", Clock.systemUTC()).load();
  }
}
