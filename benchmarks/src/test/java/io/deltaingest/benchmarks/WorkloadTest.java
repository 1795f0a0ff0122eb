package io.deltaingest.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.zip.GZIPInputStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorkloadTest {

  private static final int MESSAGES = 4_000;
  private static final int WIRE_HEADER = 5;

  private final JsonMapper json = new JsonMapper();

  @ParameterizedTest
  @EnumSource(Workload.class)
  void shouldMakeTheSameMessageOfTheSameNumber(Workload workload) {
    LongFunction<byte[]> values = workload.values(1);

    byte[] first = values.apply(7);

    assertThat(values.apply(8)).isNotEqualTo(first);
    assertThat(workload.values(1).apply(7)).isEqualTo(first);
    assertThat(workload.values(2).apply(7)).isNotEqualTo(first);
  }

  @Test
  void shouldWriteTheSameRequestsInAvro() throws IOException {
    Schema schema = new Schema.Parser().parse(AvroRequests.schema());
    GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>(schema);
    LongFunction<byte[]> avro = Workload.WEB_REQUESTS_AVRO.values(1);

    for (int i = 0; i < 100; i++) {
      JsonNode expected = request(i);
      byte[] value = avro.apply(i);
      assertThat(value[0]).isZero();
      assertThat(ByteBuffer.wrap(value).getInt(1)).isEqualTo(AvroRequests.SCHEMA_ID);
      BinaryDecoder decoder =
          DecoderFactory.get().binaryDecoder(value, WIRE_HEADER, value.length - WIRE_HEADER, null);

      GenericRecord record = reader.read(null, decoder);

      assertThat(json.readTree(record.toString())).isEqualTo(expected);
      assertThat(decoder.isEnd()).isTrue();
    }
  }

  @Test
  void shouldCompressTheSameRequests() throws IOException {
    LongFunction<byte[]> plain = Workload.WEB_REQUESTS.values(1);
    LongFunction<byte[]> compressed = Workload.GZIP.values(1);

    for (int i = 0; i < 100; i++) {
      byte[] value = compressed.apply(i);

      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(value))) {
        assertThat(in.readAllBytes()).isEqualTo(plain.apply(i));
      }
    }
  }

  @Test
  void shouldWriteOrdersOfTwelveHundredBytesWithAColumnForEachProperty() throws IOException {
    JsonNode schema = json.readTree(BenchmarkResource.text("orders-schema.json"));
    Set<String> columns = new HashSet<>();
    collectColumns(schema, "", columns);
    Set<String> properties = new HashSet<>();
    LongFunction<byte[]> orders = Workload.LARGE_JSON.values(1);
    long bytes = 0;

    for (int i = 0; i < MESSAGES; i++) {
      byte[] order = orders.apply(i);
      bytes += order.length;
      collectProperties(json.readTree(order), "", properties);
    }

    assertThat((double) bytes / MESSAGES).isCloseTo(1_200, within(30.0));
    assertThat(properties).hasSize(31).isSubsetOf(columns);
    columns.removeAll(properties);
    assertThat(columns)
        .containsExactlyInAnyOrder(
            ".date", ".meta.kafka.offset", ".meta.kafka.partition", ".meta.kafka.topic");
  }

  @Test
  void shouldNeedTheInterpreterInHalfOfTheMessages() throws IOException {
    int compiledAlone = 0;

    for (int i = 0; i < MESSAGES; i++) {
      compiledAlone += request(i).get("status").intValue() == 200 ? 1 : 0;
    }

    assertThat((double) compiledAlone / MESSAGES).isCloseTo(0.5, within(0.02));
    assertThat(Workload.INTERPRETED_TRANSFORM).startsWith("url: status == `200` && url || join(");
  }

  private JsonNode request(int sequence) throws IOException {
    return json.readTree(Workload.WEB_REQUESTS.values(1).apply(sequence));
  }

  private static void collectColumns(JsonNode type, String path, Set<String> into) {
    if (type.path("type").asText().equals("struct")) {
      for (JsonNode field : type.get("fields")) {
        collectColumns(field.get("type"), path + "." + field.get("name").asText(), into);
      }
    } else if (type.path("type").asText().equals("array")) {
      collectColumns(type.get("elementType"), path, into);
    } else {
      into.add(path);
    }
  }

  private static void collectProperties(JsonNode value, String path, Set<String> into) {
    if (value.isObject()) {
      value
          .properties()
          .forEach(p -> collectProperties(p.getValue(), path + "." + p.getKey(), into));
    } else if (value.isArray()) {
      value.forEach(element -> collectProperties(element, path, into));
    } else {
      into.add(path);
    }
  }
}
