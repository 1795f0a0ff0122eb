package io.deltaingest.formats;

import static io.deltaingest.domain.model.StructField.nullable;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.TableSchema;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.port.RowTransformer;
import io.deltaingest.domain.row.RowBatch;
import io.deltaingest.domain.stream.MessageFormat.Compression;
import io.deltaingest.domain.stream.StreamConfig;
import io.deltaingest.domain.stream.StreamConfig.Transform;
import io.deltaingest.testkit.WebRequests;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class CompressedMessagesTest {

  private static final int MESSAGES = 2_000;

  private static final TableSchema TABLE =
      Ingested.table(
          nullable("c", PrimitiveType.STRING),
          nullable("text", PrimitiveType.STRING),
          nullable("n", PrimitiveType.DOUBLE));

  private static final List<Transform> TRANSFORMS =
      List.of(new Transform("text", "to_string(@)"), new Transform("n", "c"));

  @ParameterizedTest
  @EnumSource
  void shouldMakeOfHostileMessagesWhatItMakesOfThemPlain(Compression compression) {
    RowTransformer plain = transformer(Compression.NONE, TRANSFORMS, TABLE);
    RowTransformer compressed = transformer(compression, TRANSFORMS, TABLE);
    HostileMessagesTest.values()
        .flatMap(hostile -> HostileMessagesTest.messages(hostile).stream())
        .forEach(message -> assertSame(compression, message, plain, compressed));
  }

  @ParameterizedTest
  @EnumSource
  void shouldMakeOfRandomMessagesWhatItMakesOfThemPlain(Compression compression) {
    Random random = new Random(11);
    RowTransformer plain = transformer(Compression.NONE, TRANSFORMS, TABLE);
    RowTransformer compressed = transformer(compression, TRANSFORMS, TABLE);
    for (int i = 0; i < 1_000; i++) {
      byte[] message = i % 2 == 0 ? RandomBytes.mutated(random) : RandomBytes.any(random);
      assertSame(compression, message, plain, compressed);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldAllocateNextToNothingForAMessageOnceWarm(Compression compression) {
    RowTransformer transformer =
        transformer(compression, WebRequestsTable.TRANSFORMS, WebRequestsTable.SCHEMA);
    RowBatch batch = new RowBatch(WebRequestsTable.SCHEMA);
    List<byte[]> values = values(compression);
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < 10; i++) {
      transformAll(transformer, batch, values);
    }

    long before = thread.getCurrentThreadAllocatedBytes();
    transformAll(transformer, batch, values);
    long allocated = thread.getCurrentThreadAllocatedBytes() - before;

    assertThat((double) allocated / MESSAGES).isLessThan(16.0);
  }

  @Test
  void shouldBeADeadLetterWithAllItsBytesWhatCantBeDecompressed() {
    byte[] value = Compressors.compress(Compression.GZIP, "{\"c\":1}".getBytes(UTF_8));
    value[value.length - 1]++;
    Rejection rejection =
        Ingested.of(
                Compressors.json(Compression.GZIP),
                Optional.empty(),
                List.of(),
                nullable("c", PrimitiveType.INTEGER))
            .rejection(TestMessage.of(value));

    assertThat(rejection.stage()).isEqualTo(Rejection.Stage.DECODE);
    assertThat(rejection.errorClass()).isEqualTo("invalid-gzip");
    assertThat(rejection.detail()).contains("the length is wrong");
  }

  @ParameterizedTest
  @EnumSource
  void shouldShowTheTextOfADeadLetterThatWasDecompressed(Compression compression) {
    byte[] value = Compressors.compress(compression, "{\"c\":1.50}".getBytes(UTF_8));
    Rejection cause =
        Ingested.of(
                Compressors.json(compression),
                Optional.empty(),
                List.of(),
                nullable("c", PrimitiveType.INTEGER))
            .rejection(TestMessage.of(value));
    RowBatch batch = new RowBatch(DeadLetterTable.FULL);

    assertThat(
            new DeadLetterRowTransformerFactory(
                    Compressors.json(compression),
                    List.of(),
                    registry -> {
                      throw new AssertionError("asked for " + registry);
                    },
                    InstantSource.system())
                .create(DeadLetterTable.FULL)
                .transform(TestMessage.of(value), cause, batch))
        .isNull();

    assertThat(BatchRows.row(batch, 0))
        .containsEntry("json_string", "{\"c\":1.50}")
        .containsEntry("base64_bytes", null)
        .containsEntry("value_base64", Base64.getEncoder().encodeToString(value));
  }

  private static void assertSame(
      Compression compression, byte[] message, RowTransformer plain, RowTransformer compressed) {
    RowBatch expected = new RowBatch(TABLE);
    RowBatch rows = new RowBatch(TABLE);
    byte[] value = Compressors.compress(compression, message);

    Rejection wanted = plain.transform(TestMessage.of(message), expected);
    Rejection rejection = compressed.transform(TestMessage.of(value), rows);

    assertThat(rejection).isEqualTo(wanted);
    assertThat(rows.rowCount()).isEqualTo(expected.rowCount());
    if (wanted == null) {
      assertThat(BatchRows.row(rows, 0)).isEqualTo(BatchRows.row(expected, 0));
    }
  }

  private static RowTransformer transformer(
      Compression compression, List<Transform> transforms, TableSchema table) {
    return new MessageRowTransformerFactory(
            Compressors.json(compression),
            transforms,
            Optional.empty(),
            StreamConfig.SchemaEvolution.NONE,
            registry -> {
              throw new AssertionError("asked for " + registry);
            })
        .create(table);
  }

  private static List<byte[]> values(Compression compression) {
    WebRequests generator = new WebRequests(7);
    byte[] value = new byte[WebRequests.MAX_LENGTH];
    List<byte[]> values = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      int length = generator.write(i, value, 0);
      values.add(Compressors.compress(compression, Arrays.copyOf(value, length)));
    }
    return values;
  }

  private static void transformAll(
      RowTransformer transformer, RowBatch batch, List<byte[]> values) {
    TestMessage message = new TestMessage();
    for (byte[] value : values) {
      message.aim(value, 0, value.length);
      if (transformer.transform(message, batch) != null) {
        throw new AssertionError("a message was rejected");
      }
    }
    batch.clear();
  }
}
