package io.deltaingest.delta.file;

import io.deltaingest.domain.model.DataType;
import io.deltaingest.domain.row.ColumnVector;
import io.deltaingest.domain.row.ListVector;
import io.deltaingest.domain.row.MapVector;
import io.deltaingest.domain.row.RowBatch;
import io.deltaingest.domain.row.StructVector;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;

/**
 * One Parquet column: where its values are in a row batch, and what levels they get. Immutable.
 *
 * @param name dotted path, for messages
 * @param type what the values are
 * @param column position of the table column that it belongs to
 * @param nodes the vectors on the way from the table column's (first) to the values' (last)
 * @param descriptor the column in the file's schema
 */
record LeafColumn(
    String name, DataType type, int column, List<Node> nodes, ColumnDescriptor descriptor) {

  LeafColumn {
    nodes = List.copyOf(nodes);
  }

  /** How the next vector is reached. */
  enum Way {
    /** Not at all: this is the leaf. */
    END,
    FIELD,
    ELEMENTS,
    KEYS,
    VALUES
  }

  /**
   * A vector on the way to the leaf.
   *
   * @param way where the next one is
   * @param field for {@link Way#FIELD}, which one
   * @param optional whether it may hold null, which takes a definition level
   */
  record Node(Way way, int field, boolean optional) {

    boolean repeats() {
      return way == Way.ELEMENTS || way == Way.KEYS || way == Way.VALUES;
    }
  }

  /** Whether there may be several values, or none, in a row. */
  boolean isRepeated() {
    return descriptor.getMaxRepetitionLevel() > 0;
  }

  /** The vectors on the way, in the order of {@link #nodes()}. */
  void resolve(RowBatch rows, ColumnVector[] chain) {
    ColumnVector at = rows.column(column);
    for (int i = 0; i < nodes.size(); i++) {
      chain[i] = at;
      Node node = nodes.get(i);
      at =
          switch (node.way()) {
            case END -> at;
            case FIELD -> ((StructVector) at).child(node.field());
            case ELEMENTS -> ((ListVector) at).elements();
            case KEYS -> ((MapVector) at).keys();
            case VALUES -> ((MapVector) at).values();
          };
    }
  }
}
