package io.deltaingest.delta.file;

import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.StreamFailedException;
import io.deltaingest.domain.model.TableSchema;
import io.deltaingest.domain.row.BooleanVector;
import io.deltaingest.domain.row.BytesVector;
import io.deltaingest.domain.row.ColumnVector;
import io.deltaingest.domain.row.DoubleVector;
import io.deltaingest.domain.row.FloatVector;
import io.deltaingest.domain.row.IntVector;
import io.deltaingest.domain.row.LongVector;
import io.deltaingest.domain.row.RowBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Sorts the rows of a batch to the table partitions that they belong to. Rows of one partition
 * mostly follow each other, so a row is first compared with the one before. Empty strings count as
 * null, as in the protocol.
 */
final class PartitionRouter {

  /** What a group takes beside its arrays: its key, partition values and entry in the map. */
  private static final long GROUP_OVERHEAD = 400;

  private final List<String> names;
  private final List<String> stored;
  private final boolean[] required;
  private final int[] columns;
  private final Function<Map<String, String>, ParquetDataFile> newFile;
  private final Map<Key, Group> groups = new HashMap<>();
  private final List<Group> touched = new ArrayList<>();
  private final ByteSink key = new ByteSink();
  private final Key probe = new Key();
  private long heapBytes;

  /** The rows of one table partition, and their file. */
  final class Group {
    private final Map<String, String> values;
    private ParquetDataFile file;
    private int[] rows = new int[2];
    private int count;
    private boolean waiting;

    private Group(Map<String, String> values) {
      this.values = values;
      heapBytes += GROUP_OVERHEAD;
    }

    /** The partition's open file, a new one if there is none. The rows are about to go there. */
    ParquetDataFile file() {
      waiting = false;
      if (file == null) {
        file = newFile.apply(values);
      }
      return file;
    }

    /** Positions of the rows in the batch; the first {@link #count()} are meant. */
    int[] rows() {
      return rows;
    }

    int count() {
      return count;
    }

    private void add(int row) {
      if (count == rows.length) {
        rows = Arrays.copyOf(rows, 2 * count);
        heapBytes += (long) count * Integer.BYTES;
      }
      rows[count++] = row;
      waiting = true;
    }
  }

  /**
   * The encoded partition values. A probe looks at the scratch; a key in the map has its own copy.
   */
  private static final class Key {
    private byte[] bytes;
    private int length;
    private int hash;

    void aim(byte[] newBytes, int newLength) {
      bytes = newBytes;
      length = newLength;
      int sum = 1;
      for (int i = 0; i < newLength; i++) {
        sum = 31 * sum + newBytes[i];
      }
      hash = sum;
    }

    Key copy() {
      Key copy = new Key();
      copy.aim(Arrays.copyOf(bytes, length), length);
      return copy;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key that
          && hash == that.hash
          && Arrays.equals(bytes, 0, length, that.bytes, 0, that.length);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  /**
   * @param stored what the partition columns are called in the log
   * @param newFile begins the file of a partition that has none
   */
  PartitionRouter(
      TableSchema schema,
      List<String> stored,
      Function<Map<String, String>, ParquetDataFile> newFile) {
    this.names = schema.partitionColumns();
    this.stored = stored;
    this.newFile = newFile;
    this.columns = new int[names.size()];
    this.required = new boolean[names.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = schema.root().indexOf(names.get(i));
      required[i] = !schema.columns().get(columns[i]).nullable();
    }
  }

  /** The partitions that the batch has rows for; the rows are valid until the next call. */
  List<Group> route(RowBatch batch) {
    for (Group group : touched) {
      group.count = 0;
    }
    touched.clear();
    Group group = null;
    for (int row = 0; row < batch.rowCount(); row++) {
      if (group == null || !isLikeTheOneBefore(batch, row)) {
        group = groupOf(batch, row);
        if (group.count == 0) {
          touched.add(group);
        }
      }
      group.add(row);
    }
    return touched;
  }

  /**
   * Takes the open files of all partitions out, and forgets the partitions but for those that the
   * batch routed last still has rows for.
   */
  List<ParquetDataFile> takeFiles() {
    List<ParquetDataFile> files = new ArrayList<>();
    for (Iterator<Group> each = groups.values().iterator(); each.hasNext(); ) {
      Group group = each.next();
      if (group.file != null) {
        files.add(group.file);
        group.file = null;
      }
      if (!group.waiting) {
        heapBytes -= GROUP_OVERHEAD + Integer.BYTES * (long) group.rows.length;
        each.remove();
      }
    }
    return files;
  }

  /** Heap bytes of keys and row numbers, those of the files not among them. */
  long heapBytes() {
    return heapBytes;
  }

  private Group groupOf(RowBatch batch, int row) {
    key.clear();
    for (int column : columns) {
      putValue(batch.column(column), row);
    }
    probe.aim(key.array(), key.size());
    Group group = groups.get(probe);
    if (group == null) {
      Map<String, String> values = new LinkedHashMap<>();
      for (int i = 0; i < columns.length; i++) {
        values.put(stored.get(i), textOf(i, batch.column(columns[i]), row));
      }
      group = new Group(values);
      groups.put(probe.copy(), group);
    }
    return group;
  }

  private String textOf(int partition, ColumnVector vector, int row) {
    String text = PartitionText.of(names.get(partition), vector, row);
    if (text == null && required[partition]) {
      throw new StreamFailedException(
          Problem.of(
              "A value of the partition column " + names.get(partition) + " can't be written",
              "it is null or an empty string, which is the same to Delta, and the column is NOT NULL",
              "Derive another value for it, or allow null in the column"));
    }
    return text;
  }

  private boolean isLikeTheOneBefore(RowBatch batch, int row) {
    for (int column : columns) {
      if (!isEqual(batch.column(column), row - 1, row)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isEqual(ColumnVector vector, int a, int b) {
    if (vector.isNull(a) || vector.isNull(b)) {
      return vector.isNull(a) && vector.isNull(b);
    }
    if (vector instanceof BytesVector values) {
      int length = values.length(a);
      byte[] bytes = values.array();
      return length == values.length(b)
          && ByteSink.areEqual(bytes, values.start(a), bytes, values.start(b), length);
    }
    return bits(vector, a) == bits(vector, b);
  }

  private void putValue(ColumnVector vector, int row) {
    if (vector.isNull(row)) {
      key.putByte(0);
    } else if (vector instanceof BytesVector values) {
      int length = values.length(row);
      key.putByte(length == 0 ? 0 : 1);
      if (length > 0) {
        key.putInt(length);
        key.putBytes(values.array(), values.start(row), length);
      }
    } else {
      key.putByte(1);
      key.ensure(Long.BYTES);
      key.putLongUnchecked(bits(vector, row));
    }
  }

  private static long bits(ColumnVector vector, int row) {
    if (vector instanceof IntVector values) {
      return values.get(row);
    }
    if (vector instanceof LongVector values) {
      return values.get(row);
    }
    if (vector instanceof BooleanVector values) {
      return values.get(row) ? 1 : 0;
    }
    if (vector instanceof FloatVector values) {
      return Float.floatToIntBits(values.get(row));
    }
    return Double.doubleToLongBits(((DoubleVector) vector).get(row));
  }
}
