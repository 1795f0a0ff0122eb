package io.deltaingest.domain.row;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.model.ArrayType;
import io.deltaingest.domain.model.MapType;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.StructField;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.model.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowBatchTest {

  private static final StructType POINT =
      new StructType(
          List.of(
              StructField.nullable("x", PrimitiveType.LONG),
              StructField.nullable("tag", PrimitiveType.STRING)));
  private static final TableSchema SCHEMA =
      new TableSchema(
          new StructType(
              List.of(
                  StructField.nullable("id", PrimitiveType.INTEGER),
                  StructField.nullable("name", PrimitiveType.STRING),
                  StructField.nullable("point", POINT),
                  StructField.nullable("tags", new ArrayType(PrimitiveType.STRING, true)),
                  StructField.nullable("points", new ArrayType(POINT, true)),
                  StructField.nullable(
                      "counts", new MapType(PrimitiveType.STRING, PrimitiveType.LONG, true)))),
          List.of());

  private final RowBatch batch = new RowBatch(SCHEMA);

  @Test
  void shouldGiveNullToColumnsWithoutAValue() {
    batch.beginRow();
    ((IntVector) batch.column(0)).append(7);
    batch.endRow();

    assertThat(batch.rowCount()).isEqualTo(1);
    assertThat(((IntVector) batch.column(0)).get(0)).isEqualTo(7);
    for (int column = 1; column < batch.columnCount(); column++) {
      assertThat(batch.column(column).isNull(0)).isTrue();
      assertThat(batch.column(column).nullCount()).isEqualTo(1);
    }
  }

  @Test
  void shouldPadTheChildrenOfAStructThatWasWrittenInPart() {
    StructVector point = (StructVector) batch.column(2);
    batch.beginRow();
    point.open();
    ((BytesVector) point.child(1)).append("a".getBytes(UTF_8));
    batch.endRow();
    batch.beginRow();
    batch.endRow();

    assertThat(point.isNull(0)).isFalse();
    assertThat(point.child(0).isNull(0)).isTrue();
    assertThat(point.child(1).isNull(0)).isFalse();
    assertThat(point.isNull(1)).isTrue();
    assertThat(point.child(0).size()).isEqualTo(2);
    assertThat(point.child(1).size()).isEqualTo(2);
  }

  @Test
  void shouldTakeBackAHalfWrittenRowAtAnyDepth() {
    write(1, "one", 2);
    // half a row: a list with elements that was not closed, a struct with one child
    batch.beginRow();
    ((BytesVector) ((ListVector) batch.column(3)).elements()).append(new byte[] {1, 2, 3});
    StructVector points = (StructVector) ((ListVector) batch.column(4)).elements();
    points.open();
    ((LongVector) points.child(0)).append(9);
    ((StructVector) batch.column(2)).open();

    batch.rollbackTo(1);
    write(2, "two", 3);

    assertThat(text((BytesVector) batch.column(1), 1)).isEqualTo("two");
    ListVector tags = (ListVector) batch.column(3);
    assertThat(tags.start(1)).isEqualTo(2);
    assertThat(tags.end(1)).isEqualTo(5);
    assertThat(text((BytesVector) tags.elements(), 4)).isEqualTo("two2");
    assertThat(points.size()).isEqualTo(5);
    assertThat(((LongVector) points.child(0)).get(4)).isEqualTo(2);
  }

  @Test
  void shouldReplaceTheValueOfAColumnInTheRowBeingWritten() {
    write(1, "one", 0);
    batch.beginRow();
    ((BytesVector) batch.column(1)).append("first".getBytes(UTF_8));
    batch.resetColumn(1);
    ((BytesVector) batch.column(1)).append("last".getBytes(UTF_8));
    batch.endRow();

    assertThat(text((BytesVector) batch.column(1), 0)).isEqualTo("one");
    assertThat(text((BytesVector) batch.column(1), 1)).isEqualTo("last");
  }

  @Test
  void shouldHoldWhatAListOfRowsHoldsWhateverIsTakenBack() {
    Random random = new Random(42);
    List<String> expected = new ArrayList<>();
    for (int round = 0; round < 5_000; round++) {
      int id = random.nextInt(1_000);
      String name = "n".repeat(random.nextInt(40)) + id;
      write(id, name, random.nextInt(4));
      expected.add(id + name);
      if (random.nextInt(10) == 0) {
        int keep = expected.size() - Math.min(expected.size(), random.nextInt(5));
        batch.rollbackTo(keep);
        expected.subList(keep, expected.size()).clear();
      }
    }

    assertThat(batch.rowCount()).isEqualTo(expected.size());
    for (int row = 0; row < expected.size(); row++) {
      String actual =
          ((IntVector) batch.column(0)).get(row) + text((BytesVector) batch.column(1), row);
      assertThat(actual).isEqualTo(expected.get(row));
    }
    long before = batch.heapBytes();
    batch.clear();
    assertThat(batch.isEmpty()).isTrue();
    assertThat(batch.heapBytes()).isEqualTo(before);
    assertThat(batch.column(0).nullCount()).isZero();
  }

  private void write(int id, String name, int elements) {
    batch.beginRow();
    ((IntVector) batch.column(0)).append(id);
    ((BytesVector) batch.column(1)).append(name.getBytes(UTF_8));
    ListVector tags = (ListVector) batch.column(3);
    ListVector points = (ListVector) batch.column(4);
    MapVector counts = (MapVector) batch.column(5);
    for (int i = 0; i < elements; i++) {
      ((BytesVector) tags.elements()).append((name + i).getBytes(UTF_8));
      StructVector element = (StructVector) points.elements();
      element.open();
      ((LongVector) element.child(0)).append(i);
      element.padTo(element.size());
      ((BytesVector) counts.keys()).append(("k" + i).getBytes(UTF_8));
      ((LongVector) counts.values()).append(i);
    }
    tags.close();
    points.close();
    counts.close();
    batch.endRow();
  }

  private static String text(BytesVector vector, int index) {
    return new String(vector.array(), vector.start(index), vector.length(index), UTF_8);
  }
}
