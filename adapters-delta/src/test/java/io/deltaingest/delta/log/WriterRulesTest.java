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
import org.junit.jupiter.params.provider.CsvSource;
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
        "invariants",
        "rowTracking,domainMetadata"
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
        "vacuumProtocolCheck",
        "variantType",
        "variantType-preview",
        "variantType,variantShredding-preview"
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

  @Test
  void shouldKeepRetentionOfTransactionsForThoseWhoRefreshThem() {
    // given
    create(LEGACY, SCHEMA, Map.of("delta.setTransactionRetentionDuration", "interval 7 days"));

    // when, then
    assertThat(load().properties())
        .containsEntry("delta.setTransactionRetentionDuration", "interval 7 days");
  }

  @Test
  void shouldAcceptDefaultThatIsNull() {
    // given
    create(
        features("", "allowColumnDefaults"),
        withMetadata("{\"CURRENT_DEFAULT\":\"NULL\"}"),
        Map.of());

    // when, then
    assertThat(load().schema().columns()).hasSize(2);
  }

  static Stream<Arguments> legacyVersionsThatImplyWhatIsInUse() {
    return Stream.of(
        Arguments.of(1, 2, withMetadata("{\"delta.invariants\":\"{}\"}"), Map.of(), "invariants"),
        Arguments.of(
            1, 3, SCHEMA, Map.of("delta.constraints.positive", "id > 0"), "checkConstraints"),
        Arguments.of(
            1,
            4,
            withMetadata("{\"delta.generationExpression\":\"1\"}"),
            Map.of(),
            "generatedColumns"),
        Arguments.of(
            2,
            6,
            withMetadata(
                "{\"delta.identity.start\":1,\"delta.identity.step\":1,"
                    + "\"delta.identity.allowExplicitInsert\":true}"),
            Map.of(),
            "identityColumns"));
  }

  @ParameterizedTest
  @MethodSource("legacyVersionsThatImplyWhatIsInUse")
  void shouldRefuseByNameWhatALegacyVersionImplies(
      int reader, int writer, String schema, Map<String, String> properties, String feature) {
    // given
    create(
        "{\"minReaderVersion\":" + reader + ",\"minWriterVersion\":" + writer + "}",
        schema,
        properties);

    // when, then
    assertThatThrownBy(this::load)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("(table feature " + feature + ")");
  }

  @ParameterizedTest
  @CsvSource({
    "2, appendOnly, true",
    "1, appendOnly, false",
    "2, checkConstraints, false",
    "3, checkConstraints, true",
    "4, generatedColumns, true",
    "4, columnMapping, false",
    "5, columnMapping, true",
    "6, identityColumns, true",
    "7, appendOnly, false",
    "6, rowTracking, false"
  })
  void shouldKnowWhatLegacyVersionsImply(int writer, String feature, boolean implied) {
    // when, then
    TableProtocol protocol = TableProtocol.of(2, writer, List.of(), List.of());
    assertThat(protocol.supports(feature)).isEqualTo(implied);
  }

  static Stream<Arguments> tablesThatAreRefused() {
    return Stream.of(
        Arguments.of(
            features("", "rowTracking"), SCHEMA, Map.of(), "rowTracking without domainMetadata"),
        Arguments.of(features("", "icebergCompatV1"), SCHEMA, Map.of(), "icebergCompatV1"),
        Arguments.of(
            features("columnMapping", "icebergCompatV2,columnMapping"),
            SCHEMA,
            Map.of(),
            "icebergCompatV2"),
        Arguments.of(features("", "icebergCompatV3"), SCHEMA, Map.of(), "icebergCompatV3"),
        Arguments.of(
            features("", "icebergWriterCompatV1"), SCHEMA, Map.of(), "icebergWriterCompatV1"),
        Arguments.of(
            LEGACY,
            SCHEMA,
            Map.of("delta.enableIcebergCompatV2", "true"),
            "delta.enableIcebergCompatV2"),
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
            "catalogManaged"),
        Arguments.of(
            features("catalogOwned-preview", "catalogOwned-preview,inCommitTimestamp"),
            SCHEMA,
            Map.of(),
            "catalogOwned-preview"),
        Arguments.of(
            LEGACY,
            SCHEMA,
            Map.of("delta.columnMapping.mode", "name"),
            "its protocol has no table feature columnMapping"),
        Arguments.of(
            "{\"minReaderVersion\":2,\"minWriterVersion\":5}",
            SCHEMA,
            Map.of("delta.columnMapping.mode", "name"),
            "column id has no physical name"),
        Arguments.of(
            "{\"minReaderVersion\":2,\"minWriterVersion\":5}",
            SCHEMA,
            Map.of("delta.columnMapping.mode", "other"),
            "delta.columnMapping.mode=other"),
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
        features("", "madeUpFeature,icebergCompatV1"),
        struct("id", "\"long\"", "v", "\"nothing\""),
        Map.of("delta.constraints.c", "true"));

    // when, then
    assertThatThrownBy(this::load)
        .hasMessageContaining("column v has the type nothing")
        .hasMessageContaining("CHECK constraint c")
        .hasMessageContaining("table feature icebergCompatV1");
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
        "delta.enableRowTracking",
        "delta.rowTrackingSuspended",
        "delta.enableInCommitTimestamps",
        "delta.setTransactionRetentionDuration"
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
    String rules = WriterRules.fingerprint(protocol, metadata, List.of());
    assertThat(
            WriterRules.fingerprint(
                TableProtocol.of(1, 3, List.of(), List.of()), metadata, List.of()))
        .isNotEqualTo(rules);
    assertThat(
            WriterRules.fingerprint(
                protocol, new TableMetadata("id", SCHEMA, List.of("day"), Map.of()), List.of()))
        .isNotEqualTo(rules);
    assertThat(
            WriterRules.fingerprint(
                protocol, new TableMetadata("other", SCHEMA, List.of(), Map.of()), List.of()))
        .isEqualTo(rules);
    assertThat(WriterRules.fingerprint(protocol, metadata, List.of(List.of("id"))))
        .isNotEqualTo(rules);
  }

  private static String rules(Map<String, String> properties) {
    return WriterRules.fingerprint(
        TableProtocol.of(1, 2, List.of(), List.of()),
        new TableMetadata("id", SCHEMA, List.of(), properties),
        List.of());
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
