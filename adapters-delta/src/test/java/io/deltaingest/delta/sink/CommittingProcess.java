package io.deltaingest.delta.sink;

import io.deltaingest.delta.DeltaTables;
import io.deltaingest.delta.support.TableFixture;
import io.deltaingest.domain.commit.CommitOutcome;
import io.deltaingest.domain.commit.TxnChange;
import io.deltaingest.domain.port.IngestObserver;
import io.deltaingest.domain.stream.StreamConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;

/**
 * A program that commits versions of one row to a table as fast as it can, for tests with several
 * processes. Arguments: table, name, versions, log engine. Exits with 0 when all are in.
 */
public final class CommittingProcess {

  private CommittingProcess() {}

  public static void main(String[] arguments) {
    String name = arguments[1];
    long versions = Long.parseLong(arguments[2]);
    try (TableFixture table =
        new TableFixture(
            new DeltaTables("test", Clock.systemUTC()),
            TableFixture.config(
                Path.of(arguments[0]), true, StreamConfig.LogEngine.valueOf(arguments[3])),
            0,
            IngestObserver.NONE)) {
      OptionalLong last = OptionalLong.empty();
      for (long version = 0; version < versions; version++) {
        CommitOutcome outcome =
            table
                .append(List.of(List.of(version, name)))
                .commit(List.of(new TxnChange(name, last, version)));
        if (!(outcome instanceof CommitOutcome.Committed)) {
          throw new IllegalStateException("version " + version + ": " + outcome);
        }
        last = OptionalLong.of(version);
      }
    }
  }
}
