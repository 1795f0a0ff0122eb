package io.deltaingest.testkit.contract;

import java.util.Map;

/** Another writer of the table that a contract is about. */
public interface ForeignWriter {

  /** Writes the next version with those transaction identifiers. */
  void commit(String commitId, Map<String, Long> txns);

  /** Writes the next version: the same table with one more column. */
  void addColumn();

  /** Puts another table with the same columns, and one version, in place of this one. */
  void replaceTable();
}
