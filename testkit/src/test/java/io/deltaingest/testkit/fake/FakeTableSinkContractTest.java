package io.deltaingest.testkit.fake;

import io.deltaingest.domain.port.OffsetStore;
import io.deltaingest.domain.port.TableSink;
import io.deltaingest.domain.row.IntVector;
import io.deltaingest.domain.row.LongVector;
import io.deltaingest.domain.row.RowBatch;
import io.deltaingest.testkit.contract.ForeignWriter;
import io.deltaingest.testkit.contract.TableSinkContract;
import io.deltaingest.testkit.fake.FakeTable.Row;
import java.util.List;

/** The fake keeps what the real sinks promise, but for what takes threads. */
class FakeTableSinkContractTest extends TableSinkContract {

  private final FakeTable table = new FakeTable();
  private final FakeTableSink sink = new FakeTableSink(table, new FakeClock());

  @Override
  protected TableSink sink() {
    return sink;
  }

  @Override
  protected OffsetStore newStore() {
    return table;
  }

  @Override
  protected ForeignWriter foreign() {
    return new FakeForeignWriter(table);
  }

  @Override
  protected void addRow(RowBatch rows, long id) {
    rows.beginRow();
    ((IntVector) rows.column(0)).append(0);
    ((LongVector) rows.column(1)).append(id);
    rows.endRow();
  }

  @Override
  protected List<Long> idsInTable() {
    return table.rows().stream().map(Row::offset).sorted().toList();
  }
}
