package io.deltaingest.testkit.fake;

import io.deltaingest.testkit.contract.ForeignWriter;
import java.util.Map;

/** Another writer of a {@link FakeTable}. */
final class FakeForeignWriter implements ForeignWriter {

  private final FakeTable table;

  FakeForeignWriter(FakeTable table) {
    this.table = table;
  }

  @Override
  public void commit(String commitId, Map<String, Long> txns) {
    table.otherWriterCommits(commitId, txns);
  }

  @Override
  public void addColumn() {
    table.changeSchema();
  }

  @Override
  public void replaceTable() {
    table.replace();
  }
}
