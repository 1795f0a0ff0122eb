package io.deltaingest.delta.file;

import io.deltaingest.domain.row.BytesVector;
import io.deltaingest.domain.row.ColumnVector;
import io.deltaingest.domain.row.ListVector;
import io.deltaingest.domain.row.MapVector;
import io.deltaingest.domain.row.RowBatch;
import java.util.Arrays;

/**
 * Turns some rows of one column into what Parquet stores: the positions of the values that are
 * there, and levels that say where nulls, lists and rows begin (the record shredding of the Dremel
 * paper). Reused for each column; its arrays are valid until the next call.
 */
final class Shredder {

  /** What a huge batch may leave behind for the next one. */
  private static final int LARGEST_KEPT = 1 << 18;

  private ColumnVector[] chain = new ColumnVector[4];
  private int[] own = new int[0];
  private int[] positions;
  private int from;
  private int count;
  private byte[] definitions = new byte[0];
  private byte[] repetitions = new byte[0];
  private int levels;
  private boolean complete;
  private LeafColumn leaf;
  private int deepest;

  /** The vector that holds the column's values. */
  ColumnVector values() {
    return chain[deepest];
  }

  /** Where {@link #values()} has the values: {@link #count()} positions from {@link #from()} on. */
  int[] positions() {
    return positions;
  }

  int from() {
    return from;
  }

  int count() {
    return count;
  }

  /** How many levels there are: values and nulls. */
  int levels() {
    return levels;
  }

  /** Whether all values are there, one for each row, so that the levels need not be looked at. */
  boolean isComplete() {
    return complete;
  }

  byte[] definitions() {
    return definitions;
  }

  byte[] repetitions() {
    return repetitions;
  }

  /** Whether the values take so much that encoding them has to wait for its turn. */
  boolean isHuge() {
    if (!(values() instanceof BytesVector bytes)) {
      return (long) count * Long.BYTES >= HugePages.LEAST_BYTES;
    }
    if (bytes.byteCount() < HugePages.LEAST_BYTES) {
      return false;
    }
    long sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += bytes.length(positions[i]);
    }
    return sum >= HugePages.LEAST_BYTES;
  }

  /** Lets go of the batch, and of what is unusually large. */
  void release() {
    Arrays.fill(chain, null);
    positions = null;
    if (own.length > LARGEST_KEPT) {
      own = new int[0];
    }
    if (definitions.length > LARGEST_KEPT) {
      definitions = new byte[0];
      repetitions = new byte[0];
    }
  }

  /** Shreds {@code rowCount} rows, those at {@code rows[rowsFrom]} and after. */
  void shred(RowBatch batch, LeafColumn column, int[] rows, int rowsFrom, int rowCount) {
    leaf = column;
    deepest = column.nodes().size() - 1;
    if (chain.length <= deepest) {
      chain = new ColumnVector[deepest + 1];
    }
    column.resolve(batch, chain);
    if (column.isRepeated()) {
      shredRepeated(rows, rowsFrom, rowCount);
    } else if (hasNulls()) {
      shredFlat(rows, rowsFrom, rowCount);
    } else {
      complete = true;
      positions = rows;
      from = rowsFrom;
      count = rowCount;
      levels = rowCount;
    }
  }

  private boolean hasNulls() {
    for (int i = 0; i <= deepest; i++) {
      if (chain[i].nullCount() > 0) {
        return true;
      }
    }
    return false;
  }

  /** Structs and their children are in step, so one index serves the whole chain. */
  private void shredFlat(int[] rows, int rowsFrom, int rowCount) {
    begin(rowCount);
    for (int i = rowsFrom; i < rowsFrom + rowCount; i++) {
      int index = rows[i];
      int definition = 0;
      int node = 0;
      while (node <= deepest && !chain[node].isNull(index)) {
        if (leaf.nodes().get(node).optional()) {
          definition++;
        }
        node++;
      }
      if (node <= deepest) {
        requireOptional(node);
      } else {
        own[count++] = index;
      }
      definitions[levels++] = (byte) definition;
    }
  }

  private void shredRepeated(int[] rows, int rowsFrom, int rowCount) {
    begin(rowCount);
    for (int i = rowsFrom; i < rowsFrom + rowCount; i++) {
      descend(0, rows[i], 0, 0, 0);
    }
  }

  /**
   * Shreds the value at one position of one vector.
   *
   * @param repetition level of the first value that comes out
   * @param definition level so far
   * @param depth repeated vectors passed so far
   */
  private void descend(int node, int index, int repetition, int definition, int depth) {
    LeafColumn.Node at = leaf.nodes().get(node);
    ColumnVector vector = chain[node];
    int defined = definition;
    if (vector.isNull(index)) {
      requireOptional(node);
      level(repetition, definition);
      return;
    }
    if (at.optional()) {
      defined++;
    }
    switch (at.way()) {
      case END -> {
        level(repetition, defined);
        position(index);
      }
      case FIELD -> descend(node + 1, index, repetition, defined, depth);
      case ELEMENTS -> {
        ListVector list = (ListVector) vector;
        entries(node, list.start(index), list.end(index), repetition, defined, depth);
      }
      case KEYS, VALUES -> {
        MapVector map = (MapVector) vector;
        entries(node, map.start(index), map.end(index), repetition, defined, depth);
      }
    }
  }

  private void entries(int node, int start, int end, int repetition, int defined, int depth) {
    if (start == end) {
      level(repetition, defined);
      return;
    }
    descend(node + 1, start, repetition, defined + 1, depth + 1);
    for (int entry = start + 1; entry < end; entry++) {
      descend(node + 1, entry, depth + 1, defined + 1, depth + 1);
    }
  }

  private void begin(int room) {
    complete = false;
    count = 0;
    levels = 0;
    from = 0;
    if (own.length < room) {
      own = new int[room];
    }
    if (definitions.length < room) {
      definitions = new byte[room];
      repetitions = new byte[room];
    }
    positions = own;
  }

  private void level(int repetition, int definition) {
    if (levels == definitions.length) {
      definitions = Arrays.copyOf(definitions, 2 * levels);
      repetitions = Arrays.copyOf(repetitions, 2 * levels);
    }
    definitions[levels] = (byte) definition;
    repetitions[levels] = (byte) repetition;
    levels++;
  }

  private void position(int index) {
    if (count == own.length) {
      own = Arrays.copyOf(own, 2 * count);
      positions = own;
    }
    own[count++] = index;
  }

  private void requireOptional(int node) {
    if (!leaf.nodes().get(node).optional()) {
      throw new IllegalStateException(
          "a row has null in " + leaf.name() + ", part of which is NOT NULL");
    }
  }
}
