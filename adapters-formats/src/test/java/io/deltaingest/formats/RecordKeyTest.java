package io.deltaingest.formats;

import static io.deltaingest.domain.model.StructField.nullable;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.model.DataType;
import io.deltaingest.domain.model.MapType;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.StructField;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.stream.MessageFormat;
import io.deltaingest.domain.stream.MessageFormat.Compression;
import io.deltaingest.domain.stream.MessageFormat.Tombstones;
import io.deltaingest.domain.stream.MessageFormat.ValueFormat;
import io.deltaingest.domain.stream.StreamConfig.Transform;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordKeyTest {

  private static final MessageFormat JSON_KEYS =
      new MessageFormat(
          ValueFormat.JSON, Optional.of(ValueFormat.JSON), Compression.NONE, Tombstones.SKIP);

  @Test
  void shouldGiveTheKeyAsItsFormatSays() {
    assertThat(value("kafka.key", PrimitiveType.STRING, "{\"id\": 7, \"x\":[1.50,null,true]}"))
        .isEqualTo("{\"id\":7,\"x\":[1.50,null,true]}");
    assertThat(
            value(
                "kafka.key",
                new MapType(PrimitiveType.STRING, PrimitiveType.LONG, true),
                "{\"a\":1}"))
        .isEqualTo(Map.of("a", 1L));
  }

  @Test
  void shouldGiveAKeyThatIsABareValue() {
    assertThat(value("kafka.key", PrimitiveType.LONG, "42")).isEqualTo(42L);
    assertThat(value("kafka.key", PrimitiveType.STRING, "\"a\\u00e9b\"")).isEqualTo("aéb");
    assertThat(value("kafka.key", PrimitiveType.BOOLEAN, "true")).isEqualTo(true);
    assertThat(value("kafka.key", PrimitiveType.STRING, "null")).isEqualTo("own");
  }

  @Test
  void shouldFollowAPathIntoTheKey() {
    String key = "{\"id\":{\"n\":7},\"first name\":\"Ann\"}";

    assertThat(value("kafka.key.id.n", PrimitiveType.INTEGER, key)).isEqualTo(7);
    assertThat(value("kafka.key.\"first name\"", PrimitiveType.STRING, key)).isEqualTo("Ann");
    assertThat(value("kafka.key.absent", PrimitiveType.STRING, key)).isEqualTo("own");
    assertThat(value("kafka.key.id", PrimitiveType.STRING, "42")).isEqualTo("own");
  }

  @Test
  void shouldReadTheKeyForSeveralTransformsAndTheFilter() {
    Ingested table =
        Ingested.of(
            JSON_KEYS,
            Optional.of("kafka.key.live"),
            List.of(
                new Transform("a", "kafka.key.a"),
                new Transform("b.c", "kafka.key.b"),
                new Transform("topic", "kafka.topic")),
            nullable("a", PrimitiveType.STRING),
            nullable("b", PrimitiveType.STRING),
            nullable("topic", PrimitiveType.STRING));

    assertThat(table.row(message("{\"live\":true,\"a\":\"1\",\"b\":{\"d\":2}}")))
        .containsEntry("a", "1")
        .containsEntry("b", "{\"c\":{\"d\":2}}")
        .containsEntry("topic", "web_requests");
    table.leaveOut(message("{\"live\":false}"));
    table.leaveOut(TestMessage.of("{}"));
  }

  @Test
  void shouldNotSetAMissingKey() {
    assertThat(table("kafka.key", PrimitiveType.STRING).row(TestMessage.of("{\"c\":\"own\"}")))
        .containsEntry("c", "own");
  }

  @Test
  void shouldRejectAMessageWhoseKeyIsNotOfItsFormat() {
    Ingested table = table("kafka.key.id", PrimitiveType.STRING);
    for (String key : List.of("{\"id\":", "", "abc", "\u0000")) {
      Rejection rejection = table.rejection(message(key));

      assertThat(rejection.stage()).isEqualTo(Rejection.Stage.TRANSFORM);
      assertThat(rejection.errorClass()).isEqualTo("transform-failed");
      assertThat(rejection.detail())
          .startsWith(
              "Transform \"c: kafka.key.id\" can't be applied: the record's key can't be decoded: ");
    }
  }

  @Test
  void shouldNotLookAtAKeyThatNothingReads() {
    Ingested table =
        Ingested.of(
            JSON_KEYS,
            Optional.empty(),
            List.of(new Transform("k", "kafka.key_base64")),
            nullable("c", PrimitiveType.STRING));

    assertThat(table.row(message("{no json"))).containsEntry("c", "own");
  }

  @Test
  void shouldGiveTheSameAsTheValueWould() {
    Random random = new Random(5);
    StructField column = nullable("c", PrimitiveType.STRING);
    Ingested keys =
        Ingested.of(JSON_KEYS, Optional.empty(), List.of(new Transform("c", "kafka.key")), column);
    Ingested values = Ingested.into(List.of(new Transform("c", "@")), column);
    for (int i = 0; i < 500; i++) {
      String json = new RandomJson(random.nextLong(), true).object();
      assertThat(keys.row(TestMessage.of("{}").withKey(json.getBytes(UTF_8))))
          .isEqualTo(values.row(json));
    }
  }

  private static Object value(String source, DataType type, String key) {
    return table(source, type).row(message(key)).get("c");
  }

  private static Ingested table(String source, DataType type) {
    return Ingested.of(
        JSON_KEYS, Optional.empty(), List.of(new Transform("c", source)), nullable("c", type));
  }

  private static TestMessage message(String key) {
    return TestMessage.of("{\"c\":\"own\"}").withKey(key.getBytes(UTF_8));
  }
}
