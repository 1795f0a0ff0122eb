package io.deltaingest.testkit.fake;

import io.deltaingest.domain.commit.DataFile;
import io.deltaingest.domain.port.TableLog;
import io.deltaingest.testkit.contract.ForeignWriter;
import io.deltaingest.testkit.contract.TableLogContract;
import io.deltaingest.testkit.fake.FakeTable.Row;
import java.util.List;

/** The fake keeps what the real logs promise. */
class FakeTableLogContractTest extends TableLogContract {

  private final FakeTable table = new FakeTable();

  @Override
  protected TableLog log() {
    return table;
  }

  @Override
  protected TableLog otherLog() {
    return table;
  }

  @Override
  protected ForeignWriter foreign() {
    return new FakeForeignWriter(table);
  }

  @Override
  protected DataFile file(String name) {
    DataFile file = super.file(name);
    table.storeFile(file.path(), List.of(new Row(0, 0), new Row(0, 1)));
    return file;
  }
}
