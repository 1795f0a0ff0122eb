package io.deltaingest.delta.file;

import io.deltaingest.domain.model.DataType;
import io.deltaingest.domain.model.DecimalType;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.TableSnapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * What all data files of one table version have in common: schema, statistics, and what was learned
 * about dictionaries. For one encoder thread.
 */
final class FileFormat {

  private final FileSettings settings;
  private final ParquetSchema schema;
  private final StatisticsPlan statistics;
  private final List<DictionaryPolicy> policies = new ArrayList<>();

  FileFormat(TableSnapshot table, TableLayout layout, FileSettings settings) {
    this.settings = settings;
    schema = ParquetSchema.of(table.schema(), layout);
    statistics = StatisticsPlan.of(table.schema(), layout, schema.leaves(), table.properties());
    for (int i = 0; i < schema.leaves().size(); i++) {
      policies.add(new DictionaryPolicy(settings.dictionaryBytes()));
    }
  }

  FileSettings settings() {
    return settings;
  }

  ParquetSchema schema() {
    return schema;
  }

  StatisticsPlan statistics() {
    return statistics;
  }

  /** Empty chunks for a new file, one for each column. */
  List<ColumnChunk<?>> newChunks() {
    List<ColumnChunk<?>> chunks = new ArrayList<>();
    for (int i = 0; i < schema.leaves().size(); i++) {
      chunks.add(newChunk(schema.leaves().get(i), policies.get(i)));
    }
    return chunks;
  }

  private static ColumnChunk<?> newChunk(LeafColumn leaf, DictionaryPolicy policy) {
    DataType type = leaf.type();
    if (type instanceof DecimalType decimal) {
      if (!decimal.fitsLong()) {
        return new WideDecimalChunk(leaf, ParquetSchema.fixedBytes(decimal));
      }
      int width = decimal.precision() <= 9 ? Integer.BYTES : Long.BYTES;
      return new IntegralChunk(leaf, width, policy);
    }
    return switch ((PrimitiveType) type) {
      case BOOLEAN -> new BooleanChunk(leaf);
      case BYTE, SHORT, INTEGER, DATE -> new IntegralChunk(leaf, Integer.BYTES, policy);
      case LONG, TIMESTAMP, TIMESTAMP_NTZ -> new IntegralChunk(leaf, Long.BYTES, policy);
      case FLOAT -> new FloatingChunk(leaf, Float.BYTES);
      case DOUBLE -> new FloatingChunk(leaf, Double.BYTES);
      case STRING, BINARY -> new BytesChunk(leaf, policy);
    };
  }
}
