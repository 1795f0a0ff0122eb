package io.deltaingest.testkit.fake;

import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.StructField;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.model.TableSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The columns that a transformer in memory asks for: long ones that one schema lacks. */
public final class WantedColumns {

  private final TableSchema schema;
  private final List<StructField> wanted = new ArrayList<>();
  private final Set<String> withouts = new HashSet<>();

  public WantedColumns(TableSchema schema) {
    this.schema = schema;
  }

  /** Asks for the column, unless it is there or not to be had; says whether it did. */
  public boolean ask(String column) {
    if (withouts.contains(column) || schema.root().indexOf(column) >= 0) {
      return false;
    }
    StructField field = StructField.nullable(column, PrimitiveType.LONG);
    if (!wanted.contains(field)) {
      wanted.add(field);
    }
    return true;
  }

  /** See {@link io.deltaingest.domain.port.RowTransformer#wanted}. */
  public StructType wanted() {
    return wanted.isEmpty() ? null : new StructType(wanted);
  }

  /** See {@link io.deltaingest.domain.port.RowTransformer#doWithout}. */
  public void doWithout(StructType columns) {
    columns.fields().forEach(field -> withouts.add(field.name()));
    wanted.removeIf(field -> withouts.contains(field.name()));
  }
}
