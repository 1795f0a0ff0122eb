package io.deltaingest.launcher.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.delta.standalone.actions.AddFile;
import io.deltaingest.testkit.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every Delta type as a column, and every primitive type as a partition column, read by DuckDB. */
class EveryTypeIT {

  private static EmbeddedKafka kafka;

  @TempDir Path directory;

  @BeforeAll
  static void startBroker() {
    kafka = EmbeddedKafka.start();
  }

  @AfterAll
  static void stopBroker() {
    kafka.close();
  }

  @Test
  void shouldStoreEveryTypeAsItWasSent() throws IOException {
    String[][] columns = {
      {"id", "\"integer\""},
      {"c_boolean", "\"boolean\""},
      {"c_byte", "\"byte\""},
      {"c_short", "\"short\""},
      {"c_long", "\"long\""},
      {"c_float", "\"float\""},
      {"c_double", "\"double\""},
      {"c_decimal", "\"decimal(38,10)\""},
      {"c_small_decimal", "\"decimal(9,2)\""},
      {"c_string", "\"string\""},
      {"c_binary", "\"binary\""},
      {"c_date", "\"date\""},
      {"c_timestamp", "\"timestamp\""},
      {"c_ntz", "\"timestamp_ntz\""},
      {"c_struct", struct("a", "\"long\"", "b", struct("c", "\"string\""))},
      {"c_structs", array(struct("x", "\"integer\"", "y", "\"string\""))},
      {
        "c_map",
        "{\"type\":\"map\",\"keyType\":\"string\",\"valueType\":\"long\",\"valueContainsNull\":true}"
      },
      {"c_lists", array(array("\"integer\""))},
    };
    Path schema = schemaFile(columns);
    kafka.fixture().createTopic("types", 1);
    kafka
        .fixture()
        .produce(
            "types",
            0,
            """
            {"id":1,"c_boolean":true,"c_byte":-128,"c_short":32767,"c_long":9223372036854775807,
             "c_float":1.5,"c_double":-0.1,"c_decimal":"1234567890123456789012345678.0123456789",
             "c_small_decimal":1234567.89,"c_string":"grüße \\u0000 \\"x\\"","c_binary":"AAEC/w==",
             "c_date":"2021-03-24","c_timestamp":"2021-03-24T15:06:17.321710+02:00",
             "c_ntz":"2021-03-24 15:06:17.5","c_struct":{"a":7,"b":{"c":"deep"}},
             "c_structs":[{"x":1,"y":"one"},null,{"y":"two"}],"c_map":{"k":1,"n":null},
             "c_lists":[[1,2],[],[null,3]]}
            """
                .getBytes(UTF_8),
            "{\"id\":2}".getBytes(UTF_8),
            "{\"id\":3,\"c_string\":{\"b\":1.50,\"a\":[1, 2]},\"c_structs\":[],\"c_map\":{}}"
                .getBytes(UTF_8),
            "{\"id\":4,\"c_byte\":300}".getBytes(UTF_8));

    ingest("types", "--create", "--schema", schema.toString());

    try (ForeignTable table = new ForeignTable(directory.resolve("types"))) {
      assertThat(
              table.rows(
                  "SELECT c_boolean, c_byte, c_short, c_long, c_float, c_double, c_decimal,"
                      + " c_small_decimal, c_string, hex(c_binary), c_date,"
                      + " epoch_us(c_timestamp), c_ntz, c_struct.a, c_struct.b.c,"
                      + " to_json(c_structs), c_map['k'], cardinality(c_map), to_json(c_lists)"
                      + " FROM t WHERE id = 1"))
          .containsExactly(
              List.of(
                  "true",
                  "-128",
                  "32767",
                  "9223372036854775807",
                  "1.5",
                  "-0.1",
                  "1234567890123456789012345678.0123456789",
                  "1234567.89",
                  "grüße \u0000 \"x\"",
                  "000102FF",
                  "2021-03-24",
                  "1616591177321710",
                  "2021-03-24 15:06:17.5",
                  "7",
                  "deep",
                  "[{\"x\":1,\"y\":\"one\"},null,{\"x\":null,\"y\":\"two\"}]",
                  "1",
                  "2",
                  "[[1,2],[],[null,3]]"));
      String everyOther =
          List.of(columns).stream()
              .map(column -> column[0])
              .filter(name -> !name.equals("id"))
              .map(name -> name + " IS NULL")
              .collect(Collectors.joining(" AND "));
      assertThat(table.number("SELECT count(*) FROM t WHERE id = 2 AND " + everyOther))
          .isEqualTo(1);
      assertThat(
              table.rows("SELECT c_string, len(c_structs), cardinality(c_map) FROM t WHERE id = 3"))
          .containsExactly(List.of("{\"b\":1.50,\"a\":[1,2]}", "0", "0"));
      assertThat(table.number("SELECT count(*) FROM t WHERE id = 4")).as("out of range").isZero();
      assertThat(table.number("SELECT count(*) FROM t")).isEqualTo(3);
      assertThat(table.txn("app-0")).hasValue(3);
    }
  }

  @Test
  void shouldMakeTheTableFromItsMessagesAndLetItFollowThem() {
    kafka.fixture().createTopic("shapeless", 1);
    kafka
        .fixture()
        .produce(
            "shapeless",
            0,
            "{\"id\":1,\"at\":\"2021-03-24T00:00:00Z\",\"n\":{\"a\":1.5}}".getBytes(UTF_8),
            "no JSON".getBytes(UTF_8),
            "{\"id\":2,\"at\":\"2021-03-24\",\"n\":{\"b\":[true]},\"none\":null}".getBytes(UTF_8));
    String[] create = {"--create", "--partition_by", "day", "-t", "day: substr(at, `0`, `10`)"};

    String shown = ingest("shapeless", with(create, "--dry_run"));

    assertThat(shown.replaceAll("\\s", ""))
        .contains("\"name\":\"id\",\"type\":\"long\"", "\"name\":\"day\",\"type\":\"string\"")
        .doesNotContain("none");
    assertThat(directory.resolve("shapeless")).doesNotExist();

    ingest("shapeless", create);
    kafka
        .fixture()
        .produce(
            "shapeless",
            0,
            "{\"id\":3,\"at\":\"2021-03-25\",\"late\":\"x\",\"n\":{\"c\":7}}".getBytes(UTF_8),
            "{\"id\":4,\"at\":\"2021-03-25\"}".getBytes(UTF_8));
    ingest(
        "shapeless",
        "-t",
        "day: substr(at, `0`, `10`)",
        "--schema_evolution",
        "add-columns",
        "--filter",
        "id != `4`");

    try (ForeignTable table = new ForeignTable(directory.resolve("shapeless"), "day")) {
      assertThat(table.rows("SELECT id, day, n.a, to_json(n.b), n.c, late FROM t ORDER BY id"))
          .containsExactly(
              Arrays.asList("1", "2021-03-24", "1.5", null, null, null),
              Arrays.asList("2", "2021-03-24", null, "[true]", null, null),
              Arrays.asList("3", "2021-03-25", null, null, "7", "x"));
      assertThat(table.txn("app-0")).hasValue(4);
    }
  }

  @Test
  void shouldPartitionByEveryPrimitiveType() throws IOException {
    String[] types = {
      "boolean",
      "byte",
      "short",
      "integer",
      "long",
      "float",
      "double",
      "decimal(10,2)",
      "string",
      "date",
      "timestamp",
      "timestamp_ntz"
    };
    String[] values = {
      "false",
      "-7",
      "300",
      "70000",
      "5000000000",
      "1.5",
      "2.25",
      "12.30",
      "\"a/b=c%d e:ü\"",
      "\"2021-03-24\"",
      "\"2021-03-24T15:06:17.000001Z\"",
      "\"2021-03-24 15:06:17\""
    };
    String[] texts = {
      "false",
      "-7",
      "300",
      "70000",
      "5000000000",
      "1.5",
      "2.25",
      "12.30",
      "a/b=c%d e:ü",
      "2021-03-24",
      "2021-03-24",
      "2021-03-24 15:06:17"
    };
    String[][] columns = new String[types.length + 1][];
    List<String> partitionBy = new ArrayList<>();
    StringBuilder message = new StringBuilder("{\"id\":1");
    for (int i = 0; i < types.length; i++) {
      columns[i] = new String[] {"p" + i, '"' + types[i] + '"'};
      partitionBy.add("p" + i);
      message.append(",\"p").append(i).append("\":").append(values[i]);
    }
    columns[types.length] = new String[] {"id", "\"integer\""};
    kafka.fixture().createTopic("partitions", 1);
    kafka
        .fixture()
        .produce(
            "partitions",
            0,
            message.append("}").toString().getBytes(UTF_8),
            "{\"id\":2}".getBytes(UTF_8),
            "{\"id\":3,\"p8\":\"\"}".getBytes(UTF_8));

    ingest(
        "partitions",
        "--create",
        "--schema",
        schemaFile(columns).toString(),
        "--partition_by",
        String.join(",", partitionBy));

    try (ForeignTable table =
        new ForeignTable(directory.resolve("partitions"), partitionBy.toArray(String[]::new))) {
      Map<String, String> nulls = new HashMap<>();
      List<Map<String, String>> all = new ArrayList<>();
      for (AddFile file : table.files()) {
        assertThat(table.pathOf(file)).exists();
        all.add(file.getPartitionValues());
      }
      partitionBy.forEach(column -> nulls.put(column, null));
      assertThat(all).hasSize(2).contains(nulls);
      Map<String, String> full =
          all.stream().filter(partition -> !partition.equals(nulls)).findFirst().orElseThrow();
      for (int i = 0; i < types.length; i++) {
        assertThat(full.get("p" + i)).as(types[i]).startsWith(texts[i]);
      }
      assertThat(table.rows("SELECT id FROM t WHERE p8 IS NULL ORDER BY id"))
          .containsExactly(List.of("2"), List.of("3"));
      assertThat(
              table.number(
                  "SELECT id FROM t WHERE p8 = 'a/b=c%d e:ü' AND CAST(p1 AS INT) = -7"
                      + " AND CAST(p10 AS TIMESTAMPTZ) = TIMESTAMPTZ '2021-03-24 15:06:17.000001+00'"))
          .isEqualTo(1);
    }
  }

  private static String[] with(String[] some, String more) {
    String[] all = Arrays.copyOf(some, some.length + 1);
    all[some.length] = more;
    return all;
  }

  /** Gives what it wrote. */
  private String ingest(String topic, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("ingest", topic, topic, "-k", kafka.bootstrapServers(), "-a", "app", "-e"));
    arguments.addAll(List.of(more));
    try (LauncherProcess process =
        LauncherProcess.start(directory, arguments.toArray(String[]::new))) {
      assertThat(process.awaitExit()).as(process.log()).isZero();
      return process.log();
    }
  }

  private Path schemaFile(String[][] columns) throws IOException {
    String fields =
        List.of(columns).stream()
            .map(column -> field(column[0], column[1]))
            .collect(Collectors.joining(","));
    return Files.writeString(
        directory.resolve("schema.json"), "{\"type\":\"struct\",\"fields\":[" + fields + "]}");
  }

  private static String field(String name, String type) {
    return "{\"name\":\"" + name + "\",\"type\":" + type + ",\"nullable\":true,\"metadata\":{}}";
  }

  private static String struct(String... namesAndTypes) {
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < namesAndTypes.length; i += 2) {
      fields.add(field(namesAndTypes[i], namesAndTypes[i + 1]));
    }
    return "{\"type\":\"struct\",\"fields\":[" + String.join(",", fields) + "]}";
  }

  private static String array(String element) {
    return "{\"type\":\"array\",\"elementType\":" + element + ",\"containsNull\":true}";
  }
}
