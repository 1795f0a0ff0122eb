package io.deltaingest.testkit.sim;

import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.StreamFailedException;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.DeadLetterStore;
import io.deltaingest.domain.port.OffsetStore;
import io.deltaingest.domain.port.TableLog;
import io.deltaingest.domain.port.TableLog.LogUpdate;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One worker's read side of a table. */
final class SimTables implements OffsetStore, DeadLetterStore {

  private final SimWorker worker;
  private final String name;
  private final SimTable table;
  private final TableLog log;
  private TableSnapshot last;

  /**
   * @param log the table's log as the worker sees it
   */
  SimTables(SimWorker worker, String name, SimTable table, TableLog log) {
    this.worker = worker;
    this.name = name;
    this.table = table;
    this.log = log;
  }

  @Override
  public TableSnapshot read() {
    worker.at("read " + name);
    if (last == null) {
      last = log.load();
    } else {
      LogUpdate update = log.follow(last);
      if (update instanceof LogUpdate.Replaced replaced) {
        throw new StreamFailedException(
            Problem.of(
                "The table is not the one that this stream began with", replaced.cause(), ""));
      }
      last = ((LogUpdate.Current) update).snapshot();
    }
    TableSnapshot result = last;
    worker.at("have read " + name);
    return result;
  }

  @Override
  public Optional<TableSnapshot> grow(TableSnapshot asOf, StructType wanted) {
    worker.at("grow " + name);
    return log.grow(asOf, wanted);
  }

  @Override
  public Optional<Map<Integer, long[]>> recorded(
      TableSnapshot asOf, String recorder, String topic, Map<Integer, OffsetRange> windows) {
    worker.at("recorded");
    Map<Integer, long[]> offsets = new TreeMap<>();
    windows.keySet().forEach(partition -> offsets.put(partition, new long[0]));
    for (SimTable.Version version : table.versions(asOf.version())) {
      version.members().stream()
          .flatMap(member -> member.files().stream())
          .map(file -> table.file(file.path()))
          .filter(file -> file.recorder().equals(Optional.of(recorder)))
          .flatMap(file -> file.rows().stream())
          .forEach(row -> add(row, windows, offsets));
    }
    offsets.values().forEach(Arrays::sort);
    return Optional.of(offsets);
  }

  private static void add(
      SimRow row, Map<Integer, OffsetRange> windows, Map<Integer, long[]> offsets) {
    OffsetRange window = windows.get(row.partition());
    if (window != null && row.offset() >= window.first() && row.offset() <= window.last()) {
      long[] found = offsets.get(row.partition());
      long[] more = Arrays.copyOf(found, found.length + 1);
      more[found.length] = row.offset();
      offsets.put(row.partition(), more);
    }
  }
}
