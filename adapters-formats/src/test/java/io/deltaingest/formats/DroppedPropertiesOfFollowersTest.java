package io.deltaingest.formats;

import static io.deltaingest.domain.model.StructField.nullable;
import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.model.TableSchema;
import io.deltaingest.domain.port.RowTransformer;
import io.deltaingest.domain.row.RowBatch;
import io.deltaingest.domain.stream.MessageFormat;
import io.deltaingest.domain.stream.StreamConfig.SchemaEvolution;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Messages that are looked at first and stored later are counted when they are stored. */
class DroppedPropertiesOfFollowersTest {

  private static final TableSchema TABLE =
      Ingested.table(
          nullable("a", PrimitiveType.LONG),
          nullable("n", new StructType(List.of(nullable("x", PrimitiveType.LONG)))));

  private final RowTransformer transformer =
      new MessageRowTransformerFactory(
              MessageFormat.JSON,
              List.of(),
              Optional.of("!skip"),
              SchemaEvolution.ADD_COLUMNS,
              registry -> {
                throw new IllegalStateException();
              })
          .create(TABLE);
  private final RowBatch batch = new RowBatch(TABLE);

  @Test
  void shouldCountNothingOfMessagesThatComeAgain() {
    take("{\"a\":1,\"none\":null}");
    assertThat(transformer.droppedProperties()).isEqualTo(Map.of("none", 1L));

    // One that wants a column, and two that are looked at while it waits.
    look("{\"a\":2,\"none\":null,\"n\":{\"none\":[]},\"late\":7}");
    look("{\"a\":3,\"none\":null,\"other\":{}}");
    look("{\"a\":4,\"skip\":true}");
    assertThat(transformer.wanted().describe()).isEqualTo("struct<late:long>");
    assertThat(transformer.droppedProperties()).isEqualTo(Map.of("none", 1L));
    assertThat(transformer.filtered()).isZero();

    transformer.doWithout(transformer.wanted());
    take("{\"a\":2,\"none\":null,\"n\":{\"none\":[]},\"late\":7}");
    take("{\"a\":3,\"none\":null,\"other\":{}}");
    look("{\"a\":4,\"skip\":true}");
    assertThat(transformer.droppedProperties())
        .isEqualTo(Map.of("none", 3L, "n.none", 1L, "late", 1L, "other", 1L));
    assertThat(transformer.filtered()).isEqualTo(1);
  }

  @Test
  void shouldTakeBackWhatIsCountedTogetherToo() {
    StringBuilder many = new StringBuilder("{\"a\":1");
    for (int i = 0; i < 300; i++) {
      many.append(",\"p").append(i).append("\":null");
    }
    take(many + "}");
    Map<String, Long> counted = transformer.droppedProperties();
    assertThat(counted).containsEntry("…", 200L);

    look(many + ",\"late\":7}");

    assertThat(transformer.droppedProperties()).isEqualTo(counted);
  }

  private void take(String json) {
    int before = batch.rowCount();
    assertThat(transformer.transform(TestMessage.of(json), batch)).isNull();
    assertThat(batch.rowCount()).isEqualTo(before + 1);
  }

  /** As a look-ahead does. */
  private void look(String json) {
    int before = batch.rowCount();
    transformer.transform(TestMessage.of(json), batch);
    batch.rollbackTo(before);
  }
}
