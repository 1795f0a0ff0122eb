package io.deltaingest.testkit.fake;

import io.deltaingest.domain.model.SchemaGrowth;
import io.deltaingest.domain.model.StructField;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.model.TableSchema;
import io.deltaingest.domain.model.TableSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Grows schemas in memory, for tables without files: columns are added, unless their names have a
 * space; types stay.
 */
public final class Growths {

  private Growths() {}

  /**
   * The change that adds the columns of {@code wanted} that the table lacks; empty if none does.
   */
  public static Optional<SchemaGrowth> of(TableSnapshot base, StructType wanted) {
    List<StructField> fields = new ArrayList<>(base.schema().columns());
    StringBuilder rules = new StringBuilder(base.rules());
    for (StructField field : wanted.fields()) {
      if (base.schema().root().indexOf(field.name()) < 0 && field.name().indexOf(' ') < 0) {
        fields.add(field);
        rules.append('+').append(field.name());
      }
    }
    if (fields.size() == base.schema().columns().size()) {
      return Optional.empty();
    }
    TableSchema grown = new TableSchema(new StructType(fields), base.schema().partitionColumns());
    return Optional.of(
        new SchemaGrowth(base.rules(), rules.toString(), grown, base.properties(), ""));
  }
}
