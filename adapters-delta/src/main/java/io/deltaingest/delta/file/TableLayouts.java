package io.deltaingest.delta.file;

import io.deltaingest.domain.model.TableSnapshot;

/** Knows how a version of a table stores its columns. Thread-safe. */
@FunctionalInterface
public interface TableLayouts {

  /** For tables that neither map columns nor are clustered. */
  TableLayouts PLAIN = table -> TableLayout.plain(table.schema());

  /**
   * The layout of that version; may read the log.
   *
   * @throws io.deltaingest.domain.error.IngestException when the table is not that any more, or
   *     storage does not answer
   */
  TableLayout of(TableSnapshot table);
}
