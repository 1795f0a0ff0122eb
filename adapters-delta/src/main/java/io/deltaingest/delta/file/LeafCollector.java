package io.deltaingest.delta.file;

import static io.deltaingest.delta.file.ParquetSchema.plus;

import io.deltaingest.delta.file.LeafColumn.Node;
import io.deltaingest.delta.file.LeafColumn.Way;
import io.deltaingest.domain.model.ArrayType;
import io.deltaingest.domain.model.DataType;
import io.deltaingest.domain.model.MapType;
import io.deltaingest.domain.model.StructType;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.MessageType;

/**
 * Finds the Parquet columns below the columns of a table, walking the schema and its stored form in
 * step. For one schema.
 */
final class LeafCollector {

  private final MessageType message;
  private final List<LeafColumn> leaves = new ArrayList<>();

  LeafCollector(MessageType message) {
    this.message = message;
  }

  /**
   * A place in the schema.
   *
   * @param column the table column that it is in
   * @param above the vectors passed on the way
   * @param names the way in the table's names, for messages
   * @param stored the way in the file
   */
  record At(int column, List<Node> above, List<String> names, List<String> stored) {

    At below(Node node, String name, String storedName) {
      return new At(column, plus(above, node), plus(names, name), plus(stored, storedName));
    }

    At inside(String group) {
      return new At(column, above, plus(names, group), plus(stored, group));
    }
  }

  List<LeafColumn> leaves() {
    return leaves;
  }

  void collect(At at, DataType type, DataType stored, boolean nullable) {
    if (type instanceof StructType struct) {
      StructType storedStruct = (StructType) stored;
      for (int i = 0; i < struct.fields().size(); i++) {
        collect(
            at.below(
                new Node(Way.FIELD, i, nullable),
                struct.fields().get(i).name(),
                storedStruct.fields().get(i).name()),
            struct.fields().get(i).type(),
            storedStruct.fields().get(i).type(),
            struct.fields().get(i).nullable());
      }
    } else if (type instanceof ArrayType array) {
      collect(
          at.inside("list").below(new Node(Way.ELEMENTS, 0, nullable), "element", "element"),
          array.elementType(),
          ((ArrayType) stored).elementType(),
          array.containsNull());
    } else if (type instanceof MapType map) {
      MapType storedMap = (MapType) stored;
      At entry = at.inside("key_value");
      collect(
          entry.below(new Node(Way.KEYS, 0, nullable), "key", "key"),
          map.keyType(),
          storedMap.keyType(),
          false);
      collect(
          entry.below(new Node(Way.VALUES, 0, nullable), "value", "value"),
          map.valueType(),
          storedMap.valueType(),
          map.valueContainsNull());
    } else {
      leaves.add(
          new LeafColumn(
              String.join(".", at.names()),
              type,
              at.column(),
              plus(at.above(), new Node(Way.END, 0, nullable)),
              message.getColumnDescription(at.stored().toArray(new String[0]))));
    }
  }
}
