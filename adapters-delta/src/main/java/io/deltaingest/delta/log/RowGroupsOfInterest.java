package io.deltaingest.delta.log;

import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Or;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.types.StructType;
import java.util.Map;
import java.util.Optional;

/**
 * Which row groups of a checkpoint have to be read for actions of a few kinds. Kernel asks for
 * protocol and metadata without saying that it wants no other row, and would go through the nulls
 * of every file of the table. The predicate leaves out row groups only, by their statistics; a row
 * group without statistics is read.
 */
final class RowGroupsOfInterest {

  /** For each kind of action that is rare, a column that is never null in it. */
  private static final Map<String, Column> RARE =
      Map.of(
          "protocol", new Column(new String[] {"protocol", "minReaderVersion"}),
          "metaData", new Column(new String[] {"metaData", "id"}),
          "txn", new Column(new String[] {"txn", "appId"}),
          "domainMetadata", new Column(new String[] {"domainMetadata", "domain"}));

  private RowGroupsOfInterest() {}

  /** Those with one of the schema's actions; empty (all of them) when one of these is not rare. */
  static Optional<Predicate> of(StructType schema) {
    Predicate any = null;
    for (String action : schema.fieldNames()) {
      Column column = RARE.get(action);
      if (column == null) {
        return Optional.empty();
      }
      Predicate there = new Predicate("IS_NOT_NULL", column);
      any = any == null ? there : new Or(any, there);
    }
    return Optional.ofNullable(any);
  }
}
