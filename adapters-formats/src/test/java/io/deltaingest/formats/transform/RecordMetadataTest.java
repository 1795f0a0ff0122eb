package io.deltaingest.formats.transform;

import static io.deltaingest.domain.model.StructField.nullable;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.model.DataType;
import io.deltaingest.domain.model.MapType;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.port.Message;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.stream.StreamConfig.Transform;
import io.deltaingest.formats.Ingested;
import io.deltaingest.formats.TestMessage;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordMetadataTest {

  private final TestMessage message = TestMessage.of("{\"c\":\"own\"}");

  @Test
  void shouldGivePartitionAndOffset() {
    message.withPartition(Integer.MAX_VALUE).withOffset(Long.MAX_VALUE);

    assertThat(value("kafka.partition", PrimitiveType.INTEGER)).isEqualTo(Integer.MAX_VALUE);
    assertThat(value("kafka.offset", PrimitiveType.LONG)).isEqualTo(Long.MAX_VALUE);
    assertThat(value("kafka.offset", PrimitiveType.STRING)).isEqualTo("9223372036854775807");
  }

  @Test
  void shouldGiveTheTopicOfEachMessage() {
    Ingested table =
        Ingested.into(
            List.of(new Transform("c", "kafka.topic")), nullable("c", PrimitiveType.STRING));

    assertThat(table.row(message.withTopic("one"))).containsEntry("c", "one");
    assertThat(table.row(message.withTopic("two"))).containsEntry("c", "two");
  }

  @Test
  void shouldGiveTheTimestampInMicroseconds() {
    message.withTimestamp(1_616_598_377_321L, 1);

    assertThat(value("kafka.timestamp", PrimitiveType.TIMESTAMP)).isEqualTo(1_616_598_377_321_000L);
    assertThat(value("kafka.timestamp", PrimitiveType.LONG)).isEqualTo(1_616_598_377_321_000L);
    assertThat(value("kafka.timestamp_type", PrimitiveType.INTEGER)).isEqualTo(1);
  }

  @Test
  void shouldNotSetAMissingTimestamp() {
    message.withTimestamp(Message.NO_TIMESTAMP, -1);

    assertThat(value("kafka.timestamp", PrimitiveType.STRING)).isEqualTo("own");
    assertThat(value("kafka.timestamp_type", PrimitiveType.INTEGER)).isEqualTo(-1);
  }

  @Test
  void shouldRejectATimestampThatMicrosecondsCannotHold() {
    message.withTimestamp(Long.MAX_VALUE, 0);

    assertThat(rejection("kafka.timestamp").detail())
        .isEqualTo(
            "Transform \"c: kafka.timestamp\" can't be applied: the record's timestamp of"
                + " 9223372036854775807 ms is out of range");
  }

  @Test
  void shouldGiveTheKeyAsTextOrBase64() {
    message.withKey("klíč \"1\"".getBytes(UTF_8));

    assertThat(value("kafka.key", PrimitiveType.STRING)).isEqualTo("klíč \"1\"");
    assertThat(value("kafka.key_base64", PrimitiveType.BINARY))
        .isEqualTo("6b6cc3ad c48d20223122".replace(" ", ""));
  }

  @Test
  void shouldNotSetAMissingKey() {
    assertThat(value("kafka.key", PrimitiveType.STRING)).isEqualTo("own");
    assertThat(value("kafka.key_base64", PrimitiveType.STRING)).isEqualTo("own");
  }

  @Test
  void shouldRejectAKeyThatIsNoTextOnlyWhereTextIsWanted() {
    message.withKey(new byte[] {(byte) 0xFF, 0});

    assertThat(rejection("kafka.key").detail()).contains("kafka.key_base64 takes any key");
    assertThat(value("kafka.key_base64", PrimitiveType.STRING)).isEqualTo("/wA=");
  }

  @Test
  void shouldEncodeKeysOfAnyLength() {
    Random random = new Random(1);
    for (int length = 0; length < 70; length++) {
      byte[] key = new byte[length];
      random.nextBytes(key);

      assertThat(value("kafka.key_base64", PrimitiveType.STRING, message.withKey(key)))
          .isEqualTo(Base64.getEncoder().encodeToString(key));
    }
  }

  @Test
  void shouldGiveHeadersAsAnObject() {
    message.withHeaders(
        new Message.Header("trace", "abc".getBytes(UTF_8)),
        new Message.Header("none", null),
        new Message.Header("trace", "\u00e9".getBytes(UTF_8)),
        new Message.Header("raw", new byte[] {'a', (byte) 0xFF}));

    assertThat(value("kafka.headers", PrimitiveType.STRING))
        .isEqualTo("{\"trace\":\"é\",\"none\":null,\"raw\":\"a\uFFFD\"}");
    assertThat(
            (Map<?, ?>)
                value(
                    "kafka.headers", new MapType(PrimitiveType.STRING, PrimitiveType.STRING, true)))
        .hasSize(3)
        .extracting("trace")
        .isEqualTo("é");
  }

  @Test
  void shouldGiveAnEmptyObjectForARecordWithoutHeaders() {
    assertThat(value("kafka.headers", PrimitiveType.STRING)).isEqualTo("{}");
  }

  @Test
  void shouldGiveOneHeaderAsText() {
    message.withHeaders(
        new Message.Header("trace-id", "abc".getBytes(UTF_8)),
        new Message.Header("none", null),
        new Message.Header("trace-id", "\u00e9".getBytes(UTF_8)),
        new Message.Header("ce.type", "order".getBytes(UTF_8)),
        new Message.Header("my header", "spaces".getBytes(UTF_8)),
        new Message.Header("raw", new byte[] {'a', (byte) 0xFF}));

    assertThat(value("kafka.headers.trace-id", PrimitiveType.STRING)).isEqualTo("é");
    assertThat(value("kafka.headers.ce.type", PrimitiveType.STRING)).isEqualTo("order");
    assertThat(value("kafka.headers.\"my header\"", PrimitiveType.STRING)).isEqualTo("spaces");
    assertThat(value("kafka.headers.raw", PrimitiveType.STRING)).isEqualTo("a\uFFFD");
    assertThat(value("kafka.headers.none", PrimitiveType.STRING)).isEqualTo("own");
    assertThat(value("kafka.headers.absent", PrimitiveType.STRING)).isEqualTo("own");
  }

  private Object value(String source, DataType type) {
    return value(source, type, message);
  }

  private static Object value(String source, DataType type, TestMessage message) {
    return Ingested.into(List.of(new Transform("c", source)), nullable("c", type))
        .row(message)
        .get("c");
  }

  private Rejection rejection(String source) {
    return Ingested.into(List.of(new Transform("c", source)), nullable("c", PrimitiveType.STRING))
        .rejection(message);
  }
}
