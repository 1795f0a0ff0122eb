package io.deltaingest.delta.file;

import io.deltaingest.domain.model.ArrayType;
import io.deltaingest.domain.model.DataType;
import io.deltaingest.domain.model.MapType;
import io.deltaingest.domain.model.StructField;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.model.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which columns of a table get statistics, and in which tree: by default the first 32 leaves, where
 * a list or map is one leaf (without bounds); partition columns get none, clustering columns
 * always. Names are the stored ones. Immutable.
 *
 * @param columns the tree
 * @param collections the lists and maps in it
 */
record StatisticsPlan(List<Node> columns, List<Collection> collections) {

  private static final String STATS_COLUMNS = "delta.dataSkippingStatsColumns";
  private static final String INDEXED_COLUMNS = "delta.dataSkippingNumIndexedCols";
  private static final int DEFAULT_INDEXED_COLUMNS = 32;

  StatisticsPlan {
    columns = List.copyOf(columns);
    collections = List.copyOf(collections);
  }

  /** A column or field that has statistics, or that has some below it. */
  sealed interface Node {
    String name();
  }

  /** A struct. */
  record Group(String name, List<Node> nodes) implements Node {
    Group {
      nodes = List.copyOf(nodes);
    }
  }

  /**
   * A value.
   *
   * @param leaf its position among the file's columns
   */
  record Leaf(String name, int leaf) implements Node {}

  /**
   * A list or map.
   *
   * @param collection its position in {@link #collections()}
   */
  record Counted(String name, int collection) implements Node {}

  /**
   * Where a list or map is, to count its nulls.
   *
   * @param leaf one of the file's columns below it
   * @param depth its position on the way to that
   */
  record Collection(LeafColumn leaf, int depth) {}

  /**
   * The plan for a table.
   *
   * @param schema the table's; its properties speak of columns by these names
   * @param layout the names that go into the statistics, and the columns that must be in them
   */
  static StatisticsPlan of(
      TableSchema schema,
      TableLayout layout,
      List<LeafColumn> leaves,
      Map<String, String> properties) {
    return new Builder(schema, layout, leaves, properties).build();
  }

  /** Walks schema, stored schema and leaves in step. */
  private static final class Builder {
    private final TableSchema schema;
    private final TableLayout layout;
    private final List<LeafColumn> leaves;
    private final Optional<StatsColumnNames> chosen;
    private final List<Collection> collections = new ArrayList<>();
    private int budget;
    private int leaf;

    Builder(
        TableSchema schema,
        TableLayout layout,
        List<LeafColumn> leaves,
        Map<String, String> properties) {
      this.schema = schema;
      this.layout = layout;
      this.leaves = leaves;
      this.chosen = Optional.ofNullable(properties.get(STATS_COLUMNS)).map(StatsColumnNames::parse);
      this.budget = indexedColumns(properties.get(INDEXED_COLUMNS));
    }

    StatisticsPlan build() {
      List<Node> nodes = new ArrayList<>();
      for (int i = 0; i < schema.columns().size(); i++) {
        StructField column = schema.columns().get(i);
        if (!schema.partitionColumns().contains(column.name())) {
          StructField stored = layout.stored().columns().get(i);
          visit(column, stored, List.of(), List.of()).ifPresent(nodes::add);
        }
      }
      return new StatisticsPlan(nodes, collections);
    }

    private Optional<Node> visit(
        StructField field, StructField stored, List<String> above, List<String> storedAbove) {
      List<String> path = ParquetSchema.plus(above, field.name());
      List<String> storedPath = ParquetSchema.plus(storedAbove, stored.name());
      DataType type = field.type();
      if (type instanceof StructType struct) {
        List<StructField> storedFields = ((StructType) stored.type()).fields();
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < struct.fields().size(); i++) {
          visit(struct.fields().get(i), storedFields.get(i), path, storedPath)
              .ifPresent(nodes::add);
        }
        return nodes.isEmpty() ? Optional.empty() : Optional.of(new Group(stored.name(), nodes));
      }
      int first = leaf;
      leaf += leafCount(type);
      if (!isChosen(path) && !layout.measured().contains(storedPath)) {
        return Optional.empty();
      }
      if (type instanceof ArrayType || type instanceof MapType) {
        collections.add(new Collection(leaves.get(first), above.size()));
        return Optional.of(new Counted(stored.name(), collections.size() - 1));
      }
      return Optional.of(new Leaf(stored.name(), first));
    }

    private boolean isChosen(List<String> path) {
      if (chosen.isPresent()) {
        return chosen.get().covers(path);
      }
      return budget-- > 0;
    }

    private static int leafCount(DataType type) {
      if (type instanceof StructType struct) {
        int sum = 0;
        for (StructField field : struct.fields()) {
          sum += leafCount(field.type());
        }
        return sum;
      }
      if (type instanceof ArrayType array) {
        return leafCount(array.elementType());
      }
      if (type instanceof MapType map) {
        return leafCount(map.keyType()) + leafCount(map.valueType());
      }
      return 1;
    }

    private static int indexedColumns(String property) {
      if (property == null) {
        return DEFAULT_INDEXED_COLUMNS;
      }
      try {
        int number = Integer.parseInt(property.trim());
        return number < 0 ? Integer.MAX_VALUE : number;
      } catch (NumberFormatException unreadable) {
        return DEFAULT_INDEXED_COLUMNS;
      }
    }
  }
}
