package io.deltaingest.formats;

import static io.deltaingest.domain.model.StructField.nullable;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.model.ArrayType;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.StructField;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.port.Rejection.Stage;
import io.deltaingest.domain.stream.StreamConfig.Transform;
import io.deltaingest.testkit.WebRequests;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonRowTransformerTest {

  private static final String SAMPLE =
      """
      {
        "status": 200,
        "session_id": "7c28bcf9-be26-4d0b-931a-3374ab4bb458",
        "method": "GET",
        "meta": {
          "producer": {
            "timestamp": "2021-03-24T15:06:17.321710+00:00"
          }
        },
        "uuid": "831c6afa-375c-4988-b248-096f9ed101f8",
        "url": "http://www.example.com"
      }
      """;

  @Test
  void shouldTurnTheSampleMessageIntoARow() {
    Ingested table = Ingested.into(WebRequestsTable.SCHEMA, sampleTransforms());

    Map<String, Object> row =
        table.row(TestMessage.of(SAMPLE).withOffset(42).withPartition(7).withTopic("requests"));

    assertThat(row)
        .containsExactly(
            Map.entry(
                "meta",
                Map.of(
                    "kafka",
                    Map.of("offset", 42L, "topic", "requests", "partition", 7),
                    "producer",
                    Map.of("timestamp", "2021-03-24T15:06:17.321710+00:00"))),
            Map.entry("method", "GET"),
            Map.entry("session_id", "7c28bcf9-be26-4d0b-931a-3374ab4bb458"),
            Map.entry("status", 200),
            Map.entry("url", "http://www.example.com"),
            Map.entry("uuid", "831c6afa-375c-4988-b248-096f9ed101f8"),
            Map.entry("date", "2021-03-24"));
    assertThat(table.dropped()).isEmpty();
  }

  @Test
  void shouldAcceptGeneratedWebRequestsAndRejectTheBadOnes() {
    Ingested table = Ingested.into(WebRequestsTable.SCHEMA, sampleTransforms());
    WebRequests requests = new WebRequests(1).withBadEvery(5);

    for (int i = 0; i < 400; i++) {
      TestMessage message = TestMessage.of(requests.message(i)).withOffset(i);
      if (!requests.isBad(i)) {
        assertThat(table.row(message)).extractingByKey("date").isEqualTo("2021-03-24");
        continue;
      }
      Rejection rejection = table.rejection(message);
      assertThat(rejection.errorClass())
          .isEqualTo(
              switch (requests.defect(i)) {
                case NOT_JSON, TRUNCATED -> "invalid-json";
                case NOT_AN_OBJECT -> "not-an-object";
                case WRONG_TYPE -> "malformed";
              });
    }
    assertThat(table.batch().rowCount()).isEqualTo(320);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "7                     | not-an-object",
        "null                  | not-an-object",
        "[{\"a\":1}]           | not-an-object",
        "\"text\"              | not-an-object",
        "{\"a\":1} x           | invalid-json",
        "{\"a\":1}{\"a\":2}    | invalid-json",
        "{\"a\":01}            | invalid-json",
        "{\"a\":NaN}           | invalid-json",
        "{'a':1}               | invalid-json",
        "{\"a\":1,}            | invalid-json",
        "{\"a\"                | invalid-json",
        "{\"a\":\"\\uD800\"}   | invalid-utf8",
      })
  void shouldRejectWhatIsNoJsonObjectWhereItIsDecoded(String value, String errorClass) {
    Ingested table = Ingested.into(nullable("a", PrimitiveType.STRING));

    Rejection rejection = table.rejection(value);

    assertThat(rejection.stage()).isEqualTo(Stage.DECODE);
    assertThat(rejection.errorClass()).isEqualTo(errorClass);
    assertThat(rejection.column()).isNull();
    assertThat(rejection.wantedType()).isNull();
    assertThat(rejection.value()).isEqualTo(value);
  }

  @Test
  void shouldSayAtWhichByteAMessageStopsBeingJson() {
    Rejection rejection = Ingested.into(nullable("a", PrimitiveType.STRING)).rejection("{\"a\" 1}");

    assertThat(rejection.detail())
        .isEqualTo("The message is no JSON text: byte 5: a colon should be here");
  }

  @Test
  void shouldRejectAValueWithoutBytes() {
    Rejection rejection = Ingested.into(nullable("a", PrimitiveType.STRING)).rejection("");

    assertThat(rejection.stage()).isEqualTo(Stage.DECODE);
    assertThat(rejection.errorClass()).isEqualTo("empty");
  }

  @Test
  void shouldRejectAnyInvalidUtf8EvenInAPropertyWithoutAColumn() {
    byte[] value = "{\"other\":\"?\",\"a\":\"x\"}".getBytes(UTF_8);
    value[10] = (byte) 0xFF;

    Rejection rejection =
        Ingested.into(nullable("a", PrimitiveType.STRING)).rejection(TestMessage.of(value));

    assertThat(rejection.errorClass()).isEqualTo("invalid-utf8");
    assertThat(rejection.value()).isEqualTo("{\"other\":\"\uFFFD\",\"a\":\"x\"}");
  }

  @Test
  void shouldRejectADepthBombAndGoOn() {
    Ingested table = Ingested.into(nullable("a", PrimitiveType.STRING));

    Rejection bomb = table.rejection("{\"a\":" + "[".repeat(1_000_000));
    Map<String, Object> next =
        table.row("{\"a\":" + "[".repeat(511) + "]".repeat(511) + ",\"b\":1}");

    assertThat(bomb.errorClass()).isEqualTo("too-deep");
    assertThat(bomb.value()).hasSize(200).endsWith("…");
    assertThat(next.get("a")).isEqualTo("[".repeat(511) + "]".repeat(511));
  }

  @Test
  void shouldReadPastAByteOrderMark() {
    assertThat(Ingested.into(nullable("a", PrimitiveType.STRING)).row("\uFEFF {\"a\":\"x\"}"))
        .containsEntry("a", "x");
  }

  @Test
  void shouldLetTheLastOfRepeatedKeysWin() {
    StructType struct =
        new StructType(
            List.of(nullable("x", PrimitiveType.INTEGER), nullable("y", PrimitiveType.INTEGER)));
    Ingested table =
        Ingested.into(
            nullable("a", PrimitiveType.INTEGER),
            nullable("s", struct),
            nullable("t", PrimitiveType.STRING));

    Map<String, Object> row =
        table.row(
            "{\"a\":\"no number\",\"s\":{\"x\":1},\"a\":null,\"s\":{\"y\":1,\"y\":2},\"a\":3,"
                + "\"t\":{\"k\":1,\"l\":2,\"k\":3}}");

    assertThat(row.get("a")).isEqualTo(3);
    assertThat((Map<?, ?>) row.get("s")).extracting("x", "y").containsExactly(null, 2);
    assertThat(row.get("t")).isEqualTo("{\"l\":2,\"k\":3}");
  }

  @Test
  void shouldFindKeysThatAreEmptyOrHoldDotsOrEscapes() {
    Ingested table =
        Ingested.into(
            nullable("", PrimitiveType.INTEGER),
            nullable("a.b", PrimitiveType.INTEGER),
            nullable("ключ", PrimitiveType.INTEGER),
            nullable("a\"b", PrimitiveType.INTEGER));

    Map<String, Object> row =
        table.row("{\"\":1,\"a.b\":2,\"\\u043aлюч\":3,\"a\\\"b\":4,\"a\":{\"b\":5}}");

    assertThat(row.values()).containsExactly(1, 2, 3, 4);
    assertThat(table.dropped()).containsExactly(Map.entry("a", 1L));
  }

  @Test
  void shouldDropAndCountPropertiesWithoutAColumnByPath() {
    StructType tag = new StructType(List.of(nullable("name", PrimitiveType.STRING)));
    Ingested table =
        Ingested.into(
            nullable("a", PrimitiveType.STRING),
            nullable("meta", new StructType(List.of(nullable("k", PrimitiveType.STRING)))),
            nullable("tags", new ArrayType(tag, true)));

    table.row("{\"a\":1,\"A\":2,\"meta\":{\"k\":1,\"other\":{\"deep\":1}}}");
    table.row("{\"A\":2,\"tags\":[{\"id\":1},{\"id\":2,\"name\":\"x\"}]}");

    assertThat(table.dropped())
        .containsExactly(
            Map.entry("A", 2L), Map.entry("meta.other", 1L), Map.entry("tags[].id", 2L));
  }

  @Test
  void shouldBoundTheNumberOfCountedPaths() {
    Ingested table = Ingested.into(nullable("a", PrimitiveType.STRING));

    for (int i = 0; i < 1000; i++) {
      table.row("{\"key" + i + "\":1,\"always\":2,\"" + "x".repeat(10_000) + i + "\":3}");
    }

    assertThat(table.dropped())
        .hasSize(101)
        .containsEntry("always", 1000L)
        .containsEntry("key0", 1L)
        .containsEntry("…", 901L + 1000L);
  }

  @Test
  void shouldLeaveNothingOfARejectedMessage() {
    Ingested table =
        Ingested.into(
            nullable("list", new ArrayType(PrimitiveType.STRING, true)),
            nullable("n", PrimitiveType.INTEGER));
    table.row("{\"list\":[\"a\"],\"n\":1}");

    table.rejection("{\"list\":[\"b\",\"c\"],\"n\":\"x\"}");
    Map<String, Object> next = table.row("{\"list\":[\"d\"],\"n\":2}");

    assertThat(next).containsEntry("list", List.of("d")).containsEntry("n", 2);
  }

  @Test
  void shouldAcceptAVeryLongString() {
    String text = "ü".repeat(3_000_000);

    assertThat(Ingested.intoColumn(PrimitiveType.STRING).value("\"" + text + "\"")).isEqualTo(text);
  }

  @Test
  void shouldKeepNulCharactersAndEscapes() {
    assertThat(
            Ingested.intoColumn(PrimitiveType.STRING)
                .value("\"\\u0000\\/\\b\\f\\n\\r\\t\\\"\\\\\\ud83d\\ude00ü\""))
        .isEqualTo("\u0000/\b\f\n\r\t\"\\\uD83D\uDE00ü");
  }

  @Test
  void shouldGiveTheSameRowForTheSameMessageWhateverCameBefore() {
    Ingested table = Ingested.into(WebRequestsTable.SCHEMA, sampleTransforms());
    Map<String, Object> first = table.row(SAMPLE);

    table.rejection("{\"status\":\"\\u0041\",\"meta\":{\"producer\":{\"timestamp\":\"\\u0042\"}}}");

    assertThat(table.row(SAMPLE)).isEqualTo(first);
  }

  @Test
  void shouldNotRejectForAPropertyThatATransformSets() {
    Ingested table =
        Ingested.into(
            List.of(new Transform("n", "kafka.offset")),
            new StructField("n", PrimitiveType.LONG, false));

    assertThat(table.row(TestMessage.of("{\"n\":\"does not fit\"}").withOffset(5)))
        .containsEntry("n", 5L);
    assertThat(table.row(TestMessage.of("{}").withOffset(6))).containsEntry("n", 6L);
  }

  private static Transform[] sampleTransforms() {
    return WebRequestsTable.TRANSFORMS.toArray(Transform[]::new);
  }
}
