package io.deltaingest.formats.coerce;

import io.deltaingest.domain.model.StructField;
import io.deltaingest.domain.model.TableSchema;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.row.BytesVector;
import io.deltaingest.domain.row.ColumnVector;
import io.deltaingest.domain.row.RowBatch;
import io.deltaingest.formats.value.PropertyName;
import io.deltaingest.formats.value.Utf8;
import io.deltaingest.formats.value.ValueTape;
import java.util.List;
import java.util.Map;

/**
 * Writes one object as one row of a table schema.
 *
 * <p>Single-threaded, and so is everything it hands out. Keeps no reference to tape or batch.
 */
public final class RowWriter {

  private final Refusal refusal = new Refusal();
  private final DroppedProperties dropped = new DroppedProperties();
  private final Substitutes substitutes = new Substitutes();
  private final ObjectFields fields;
  private final ColumnWriter[] writers;
  private final String[] names;
  private final boolean[] required;
  private final boolean[] partition;

  public RowWriter(TableSchema schema) {
    List<StructField> columns = schema.columns();
    WriterFactory writerFactory = new WriterFactory(refusal, dropped, substitutes);
    fields = new ObjectFields(schema.root(), "", dropped, substitutes);
    writers = new ColumnWriter[columns.size()];
    names = new String[columns.size()];
    required = new boolean[columns.size()];
    partition = new boolean[columns.size()];
    for (int i = 0; i < writers.length; i++) {
      StructField column = columns.get(i);
      writers[i] = writerFactory.create(column.type(), fields.pathOf(i));
      names[i] = column.name();
      required[i] = !column.nullable();
      partition[i] = schema.partitionColumns().contains(column.name());
    }
  }

  /**
   * Asks for {@link #substitutes} for the properties that those paths lead to. Before anything is
   * written.
   *
   * @return false when one of them does not lead to a column, or through structs to a field of one:
   *     then there can be none
   */
  public boolean substitute(List<PropertyName[]> paths) {
    substitutes.expect(paths.size());
    for (int i = 0; i < paths.size(); i++) {
      if (!fields.substitute(paths.get(i), 0, i, writers)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Nodes that take the place of the properties asked for by {@link #substitute}, in that order,
   * for the next {@link #write}; {@link ValueTape#NONE} leaves a property as it is. Where a parent
   * is missing or no object, it becomes one. The caller sets them before each write.
   */
  public int[] substitutes() {
    return substitutes.nodes();
  }

  /**
   * Appends the object as a row.
   *
   * @return false when it does not fit; then {@code into} holds a half-written row, which the
   *     caller rolls back, and {@link #rejection} says why
   */
  public boolean write(ValueTape tape, int object, RowBatch into) {
    fields.find(tape, object);
    into.beginRow();
    for (int i = 0; i < writers.length; i++) {
      int value = fields.value(i);
      boolean absent = value == ValueTape.NONE || tape.kind(value) == ValueTape.NULL;
      if (absent && !required[i]) {
        continue;
      }
      if (absent) {
        refusal.missing(writers[i].type(), value);
        return refusal.inField(names[i]);
      }
      if (!writers[i].write(tape, value, into.column(i))
          || (partition[i] && !checkPartitionValue(into.column(i), i, value))) {
        return refusal.inField(names[i]);
      }
    }
    into.endRow();
    return true;
  }

  /** Why the last {@link #write} failed; valid as long as its tape is. */
  public Rejection rejection(ValueTape tape) {
    return refusal.toRejection(tape);
  }

  /** How many properties had no column. */
  public long dropped() {
    return dropped.total();
  }

  /** The properties counted so far were dropped for good. */
  public void keepDropped() {
    dropped.keep();
  }

  /** The properties counted since {@link #keepDropped} will come again. */
  public void takeBackDropped() {
    dropped.takeBack();
  }

  /** How often which properties had no column. Allocates. */
  public Map<String, Long> droppedProperties() {
    return dropped.snapshot();
  }

  /**
   * Delta protocol, "Partition Value Serialization": an empty value is null, and a binary one goes
   * into the log as text, so that it has to be UTF-8.
   */
  private boolean checkPartitionValue(ColumnVector column, int index, int node) {
    if (!(column instanceof BytesVector bytes) || writers[index] instanceof DecimalWriter) {
      return true;
    }
    int last = bytes.size() - 1;
    if (required[index] && bytes.length(last) == 0) {
      return refusal.refuse(
          Misfit.MISSING_REQUIRED,
          writers[index].type(),
          node,
          "it is NOT NULL, and an empty value is null in a partition column");
    }
    if (writers[index] instanceof BinaryWriter
        && !Utf8.isValid(bytes.array(), bytes.start(last), bytes.length(last))) {
      return refusal.refuse(
          Misfit.MALFORMED,
          writers[index].type(),
          node,
          "a partition value is text in the table's log, and these bytes are no UTF-8");
    }
    return true;
  }
}
