package io.deltaingest.delta.create;

import static io.deltaingest.delta.support.Schemas.array;
import static io.deltaingest.delta.support.Schemas.struct;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.delta.standalone.DeltaLog;
import io.deltaingest.delta.log.DeltaTableLog;
import io.deltaingest.delta.store.LocalTableStorage;
import io.deltaingest.delta.store.TableStorage;
import io.deltaingest.delta.support.LogFolder;
import io.deltaingest.delta.support.Schemas;
import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.stream.StreamConfig.CreateTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableCreatorTest {

  @TempDir Path folder;
  private TableStorage storage;
  private LogFolder log;
  private final TableCreator creator = new TableCreator("test/1", Clock.systemUTC());

  @BeforeEach
  void nameTable() {
    storage = new LocalTableStorage(folder.resolve("new/table"));
    log = new LogFolder(folder.resolve("new/table"));
  }

  @Test
  void shouldCreateTableThatOtherReadersKnow() {
    // when
    creator.create(storage, new CreateTable(Schemas.WEB_REQUESTS, List.of("date")));

    // then
    DeltaLog reader = DeltaLog.forTable(new Configuration(), storage.location());
    assertThat(reader.snapshot().getVersion()).isZero();
    assertThat(reader.snapshot().getMetadata().getPartitionColumns()).containsExactly("date");
    assertThat(reader.snapshot().getMetadata().getSchema().getFieldNames())
        .containsExactly("uuid", "session_id", "url", "method", "status", "meta", "date");
    JsonNode protocol = log.actions(0, "protocol").get(0);
    assertThat(protocol.toString()).isEqualTo("{\"minReaderVersion\":1,\"minWriterVersion\":2}");
    assertThat(log.actions(0, "commitInfo").get(0).get("operation").asText())
        .isEqualTo("CREATE TABLE");
    TableSnapshot table = load();
    assertThat(table.schema().partitionColumns()).containsExactly("date");
  }

  @Test
  void shouldAskForTimestampNtzWhereAColumnNeedsIt() {
    // when
    creator.create(
        storage,
        new CreateTable(
            struct("id", "\"long\"", "deep", array(struct("t", "\"timestamp_ntz\""))), List.of()));

    // then
    assertThat(log.actions(0, "protocol").get(0).toString())
        .isEqualTo(
            "{\"minReaderVersion\":3,\"minWriterVersion\":7,\"readerFeatures\":[\"timestampNtz\"],"
                + "\"writerFeatures\":[\"appendOnly\",\"invariants\",\"timestampNtz\"]}");
    assertThat(load().schema().columns()).hasSize(2);
  }

  @Test
  void shouldFillInWhatPeopleLeaveOut() {
    // given
    String brief =
        "{\"type\":\"struct\",\"fields\":[{\"name\":\"id\",\"type\":\"long\",\"nullable\":false},"
            + "{\"name\":\"tags\",\"type\":{\"type\":\"array\",\"elementType\":\"string\"}},"
            + "{\"name\":\"m\",\"type\":{\"type\":\"map\",\"keyType\":\"string\","
            + "\"valueType\":{\"type\":\"struct\",\"fields\":[{\"name\":\"x\",\"type\":\"date\","
            + "\"metadata\":{\"comment\":\"kept\"}}]}}}]}";

    // when
    creator.create(storage, new CreateTable(brief, List.of()));

    // then
    TableSnapshot table = load();
    assertThat(table.schema().root().describe())
        .isEqualTo("struct<id:long,tags:array<string>,m:map<string,struct<x:date>>>");
    assertThat(table.schema().columns().get(0).nullable()).isFalse();
    assertThat(table.schema().columns().get(0).type()).isEqualTo(PrimitiveType.LONG);
    String stored = log.actions(0, "metaData").get(0).get("schemaString").asText();
    assertThat(stored)
        .contains("\"comment\":\"kept\"")
        .contains("\"elementType\":\"string\",\"containsNull\":true")
        .contains("\"valueContainsNull\":true")
        .contains("\"name\":\"id\",\"type\":\"long\",\"nullable\":false,\"metadata\":{}");
  }

  @Test
  void shouldLeaveTableThatAnotherProcessCreatedMeanwhile() throws Exception {
    // given
    creator.create(storage, new CreateTable(struct("theirs", "\"long\""), List.of()));
    byte[] theirs = Files.readAllBytes(log.entry(0));

    // when
    creator.create(storage, new CreateTable(struct("ours", "\"long\""), List.of()));

    // then
    assertThat(log.entry(0)).hasBinaryContent(theirs);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '!',
      value = {
        "{\"type\":\"struct\" | '' | it is not JSON",
        "[1,2] | '' | no JSON object of type struct",
        "\"long\" | '' | no JSON object of type struct",
        "{\"type\":\"struct\",\"fields\":[]} | '' | it has no columns",
        "{\"type\":\"struct\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"}]} | ''"
            + " | column a has the type int, which",
        "{\"type\":\"struct\",\"fields\":[{\"name\":\"a\",\"type\":\"decimal(50,2)\"}]} | ''"
            + " | decimal(50,2)",
        "{\"type\":\"struct\",\"fields\":[{\"name\":\"a\"}]} | '' | column a has the type",
        "{\"type\":\"struct\",\"fields\":[{\"type\":\"long\"}]} | '' | field without a name",
        "{\"type\":\"struct\",\"fields\":[{\"name\":\"a b\",\"type\":\"long\"}]} | ''"
            + " | the name of column 'a b'",
        "{\"type\":\"struct\",\"fields\":[{\"name\":\"a\",\"type\":\"long\"},"
            + "{\"name\":\"A\",\"type\":\"long\"}]} | '' | the column A is there twice",
        "{\"type\":\"struct\",\"fields\":[{\"name\":\"a\",\"type\":\"long\"}]} | b"
            + " | the partition column b is not in it",
        "{\"type\":\"struct\",\"fields\":[{\"name\":\"a\",\"type\":\"long\"}]} | a"
            + " | all of its columns are partition columns",
        "{\"type\":\"struct\",\"fields\":[{\"name\":\"a\",\"type\":\"long\"},{\"name\":\"n\","
            + "\"type\":{\"type\":\"struct\",\"fields\":[{\"name\":\"x\",\"type\":\"long\"}]}}]} | n"
            + " | the partition column n is nested"
      })
  void shouldRefuseSchemaThatNoTableCanHave(String schema, String partitions, String named) {
    // given
    String column = partitions.replace("'", "");
    List<String> partitionBy = column.isEmpty() ? List.of() : List.of(column);

    // when, then
    assertThatThrownBy(() -> creator.create(storage, new CreateTable(schema, partitionBy)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("The schema for the new table can't be used")
        .hasMessageContaining(named);
    assertThat(log.folder()).doesNotExist();
  }

  private TableSnapshot load() {
    return new DeltaTableLog(storage, "test", Clock.systemUTC()).load();
  }
}
