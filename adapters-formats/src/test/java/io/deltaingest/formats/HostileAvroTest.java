package io.deltaingest.formats;

import static io.deltaingest.domain.model.StructField.nullable;
import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.model.ArrayType;
import io.deltaingest.domain.model.DecimalType;
import io.deltaingest.domain.model.MapType;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.TableSchema;
import io.deltaingest.domain.port.RegisteredSchema;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.stream.MessageFormat;
import io.deltaingest.domain.stream.StreamConfig.Transform;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Avro that was damaged, or made to do damage: a rejection, soon, and nothing else. */
class HostileAvroTest {

  private static final Schema SCHEMA =
      AvroBytes.record(
          "{\"name\":\"n\",\"type\":[\"null\",\"long\",\"double\"]}",
          "{\"name\":\"s\",\"type\":\"string\"}",
          "{\"name\":\"d\",\"type\":{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":9,"
              + "\"scale\":2}}",
          "{\"name\":\"list\",\"type\":{\"type\":\"array\",\"items\":\"int\"}}",
          "{\"name\":\"map\",\"type\":{\"type\":\"map\",\"values\":[\"null\",\"R\"]}}");
  private static final TableSchema TABLE =
      Ingested.table(
          nullable("n", PrimitiveType.LONG),
          nullable("s", PrimitiveType.STRING),
          nullable("d", new DecimalType(9, 2)),
          nullable("list", new ArrayType(PrimitiveType.INTEGER, true)),
          nullable("map", new MapType(PrimitiveType.STRING, PrimitiveType.STRING, true)),
          nullable("all", PrimitiveType.STRING));
  private static final Transform EVERYTHING = new Transform("all", "to_string(@)");

  @ParameterizedTest
  @CsvSource({"null, 10000", "deflate, 1000", "snappy, 1000", "zstandard, 1000", "registry, 10000"})
  void shouldRejectOrTakeDamagedBytesAndThrowNothing(String kind, int messages) {
    boolean container = !kind.equals("registry");
    FixedRegistry registry =
        new FixedRegistry().with(1, RegisteredSchema.Kind.AVRO, SCHEMA.toString());
    FormatTable table =
        container
            ? FormatTable.ofContainers(TABLE, EVERYTHING)
            : FormatTable.ofRegistry(MessageFormat.Type.AVRO_REGISTRY, registry, TABLE, EVERYTHING);
    Random random = new Random(kind.hashCode());
    int rejected = 0;
    for (int i = 0; i < messages; i++) {
      byte[] whole =
          container
              ? AvroBytes.container(CodecFactory.fromString(kind), SCHEMA, value(random, 0))
              : AvroBytes.wire(1, AvroBytes.datum(SCHEMA, value(random, 0)));
      if (table.ingest(damaged(whole, random)) != null) {
        rejected++;
      }
      table.clear();
    }
    assertThat(rejected).isBetween(messages / 10, messages - 1);
  }

  @Test
  void shouldNotReserveMemoryForWhatALengthPromises() {
    FormatTable strings = bare("{\"name\":\"s\",\"type\":\"string\"}");
    FormatTable arrays =
        bare("{\"name\":\"list\",\"type\":{\"type\":\"array\",\"items\":\"int\"}}");

    assertThat(strings.rejection(message(e -> e.writeLong(Integer.MAX_VALUE))).detail())
        .contains("2147483647");
    assertThat(strings.rejection(message(e -> e.writeLong(Long.MAX_VALUE))).errorClass())
        .isEqualTo("invalid-avro");
    assertThat(strings.rejection(message(e -> e.writeLong(-1))).errorClass())
        .isEqualTo("invalid-avro");
    assertThat(arrays.rejection(message(e -> e.writeLong(1L << 60))).errorClass())
        .isEqualTo("invalid-avro");
    assertThat(arrays.rejection(message(e -> e.writeLong(Long.MIN_VALUE))).errorClass())
        .isEqualTo("invalid-avro");
    byte[] endless = new byte[20];
    Arrays.fill(endless, (byte) -1);
    assertThat(arrays.rejection(AvroBytes.wire(1, endless)).detail()).contains("64 bits");
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "skipped"})
  void shouldNotWorkWithoutEndOnItemsThatNeedNoBytes(String name) {
    String nothing = "{\"type\":\"record\",\"name\":\"N\",\"fields\":[]}";
    FormatTable nulls =
        bare("{\"name\":\"" + name + "\",\"type\":{\"type\":\"array\",\"items\":\"null\"}}");
    FormatTable records =
        bare("{\"name\":\"" + name + "\",\"type\":{\"type\":\"array\",\"items\":" + nothing + "}}");
    byte[] many =
        message(
            e -> {
              e.writeLong(1L << 62);
              e.writeLong(0);
            });

    assertThat(nulls.rejection(many).errorClass()).isEqualTo("too-large");
    assertThat(records.rejection(many).errorClass()).isEqualTo("too-large");
  }

  @Test
  void shouldNotFollowRecordsThatContainThemselvesWithoutEnd() {
    FormatTable endless = bare("{\"name\":\"s\",\"type\":\"R\"}");
    FormatTable lists = bare("{\"name\":\"list\",\"type\":{\"type\":\"array\",\"items\":\"R\"}}");
    byte[] deep = new byte[2000];
    Arrays.fill(deep, (byte) 2);

    assertThat(endless.rejection(AvroBytes.wire(1, new byte[0])).errorClass())
        .isEqualTo("too-deep");
    assertThat(lists.rejection(AvroBytes.wire(1, deep)).errorClass()).isEqualTo("too-deep");
  }

  @Test
  void shouldNotMakeRowsWithoutEndOfRecordsThatNeedNoBytes() {
    Schema nothing = AvroBytes.record();
    byte[] empty = AvroBytes.container(nothing);
    byte[] sync = Arrays.copyOfRange(empty, empty.length - 16, empty.length);
    byte[] block =
        encoded(
            e -> {
              e.writeLong(1L << 62);
              e.writeLong(0);
            });
    byte[] message =
        ByteBuffer.allocate(empty.length + block.length + 16)
            .put(empty)
            .put(block)
            .put(sync)
            .array();

    assertThat(FormatTable.ofContainers(TABLE).rejection(message).errorClass())
        .isEqualTo("too-large");
  }

  @Test
  void shouldRejectTextThatIsNoUtf8() {
    FormatTable table = bare("{\"name\":\"s\",\"type\":\"string\"}");

    Rejection rejection = table.rejection(AvroBytes.wire(1, new byte[] {4, (byte) 0xC3, 'x'}));

    assertThat(rejection.errorClass()).isEqualTo("invalid-utf8");
    assertThat(rejection.value()).isEqualTo("000000000104c378");
  }

  private static FormatTable bare(String... fields) {
    FixedRegistry registry =
        new FixedRegistry()
            .with(1, RegisteredSchema.Kind.AVRO, AvroBytes.record(fields).toString());
    return FormatTable.ofRegistry(MessageFormat.Type.AVRO_REGISTRY, registry, TABLE);
  }

  private static Object value(Random random, int depth) {
    Map<String, Object> map = new HashMap<>();
    for (int i = depth > 3 ? 0 : random.nextInt(3); i > 0; i--) {
      map.put("k" + i, random.nextBoolean() ? null : value(random, depth + 1));
    }
    return AvroBytes.of(
        SCHEMA,
        random.nextBoolean() ? (Object) random.nextLong() : (Object) (double) random.nextInt(9),
        "text ".repeat(random.nextInt(9)),
        ByteBuffer.wrap(new byte[] {(byte) random.nextInt(), (byte) random.nextInt()}),
        List.of(random.nextInt(), 2),
        map);
  }

  private static byte[] damaged(byte[] bytes, Random random) {
    byte[] damaged = bytes.clone();
    for (int i = 1 + random.nextInt(4); i > 0 && damaged.length > 0; i--) {
      int from = random.nextInt(damaged.length);
      switch (random.nextInt(8)) {
        case 0 -> damaged = Arrays.copyOf(damaged, from);
        case 1 -> damaged = Arrays.copyOf(damaged, damaged.length + random.nextInt(9));
        case 2 -> damaged[from] = -1;
        case 3 -> damaged[from] ^= (byte) (1 << random.nextInt(8));
        default -> damaged[from] = (byte) random.nextInt();
      }
    }
    return damaged;
  }

  private static byte[] message(Encoding encoding) {
    return AvroBytes.wire(1, encoded(encoding));
  }

  private static byte[] encoded(Encoding encoding) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    try {
      encoding.write(encoder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private interface Encoding {
    void write(BinaryEncoder encoder) throws IOException;
  }
}
