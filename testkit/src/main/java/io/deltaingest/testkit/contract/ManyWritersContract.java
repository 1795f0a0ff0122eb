package io.deltaingest.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.commit.CommitMember;
import io.deltaingest.domain.commit.CommitOutcome;
import io.deltaingest.domain.commit.CommitProtocol;
import io.deltaingest.domain.commit.DataFile;
import io.deltaingest.domain.commit.SealedBatch;
import io.deltaingest.domain.commit.TxnChange;
import io.deltaingest.domain.commit.TxnUpdate;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.TableLog;
import io.deltaingest.domain.port.TableLog.LogUpdate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * What the commit protocol makes of a {@link TableLog} that several writers use at the same time
 * and whose answers get lost. The table has one version and no rows.
 */
public abstract class ManyWritersContract {

  private static final int WRITERS = 4;
  private static final int COMMITS = 50;

  /**
   * A log of its own on the one table.
   *
   * @param writer 0, 1, …
   */
  protected abstract TableLog newLog(int writer);

  /** A data file of one row, as far as the log cares. */
  protected abstract DataFile file(String name);

  /** What one writer did: its batches, and how many answers it had to do without. */
  private record Work(List<String> batches, int lost) {}

  @Test
  void shouldLandEachBatchOnceWhenManyWriteAndAnswersAreLost()
      throws ExecutionException, InterruptedException {
    // given
    TableSnapshot before = newLog(0).load();
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    List<Callable<Work>> writers = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      int number = writer;
      writers.add(() -> write(number));
    }

    // when
    List<String> batches = new ArrayList<>();
    int lost = 0;
    try {
      for (Future<Work> work : threads.invokeAll(writers)) {
        batches.addAll(work.get().batches());
        lost += work.get().lost();
      }
    } finally {
      threads.shutdownNow();
    }

    // then
    assertThat(lost).as("lost answers").isGreaterThan(WRITERS);
    for (int reader = 0; reader < WRITERS; reader++) {
      TableSnapshot after = newLog(reader).load();
      assertThat(after.version()).isEqualTo(before.version() + (long) WRITERS * COMMITS);
      for (int writer = 0; writer < WRITERS; writer++) {
        assertThat(after.txnVersion("writer-" + writer)).hasValue(COMMITS - 1);
      }
    }
    assertThat(new HashSet<>(batches)).hasSize(WRITERS * COMMITS);
    assertThat(idsSince(before)).isEqualTo(new HashSet<>(batches));
  }

  private Set<String> idsSince(TableSnapshot before) {
    TableLog log = newLog(0);
    log.load();
    return ((LogUpdate.Current) log.follow(before)).commitIds();
  }

  /** Commits batch after batch, each built on the one before. */
  private Work write(int writer) {
    UnreliableTableLog log = new UnreliableTableLog(newLog(writer), 4711 + writer);
    TableSnapshot table = log.load();
    CommitProtocol protocol =
        new CommitProtocol(
            log, attempt -> true, System::nanoTime, System::currentTimeMillis, table, () -> {});
    List<String> batches = new ArrayList<>();
    OptionalLong last = OptionalLong.empty();
    for (long offset = 0; offset < COMMITS; offset++) {
      String id = "writer-" + writer + "-" + offset;
      SealedBatch batch =
          new SealedBatch(
              id, TxnUpdate.append(List.of(new TxnChange("writer-" + writer, last, offset))), 1);
      CommitMember member =
          new CommitMember(batch, List.of(file(id)), table.tableId(), table.rules(), "app");
      Map<String, CommitOutcome> outcomes = protocol.commit(List.of(member));
      CommitOutcome outcome = outcomes.get(id);
      if (!(outcome instanceof CommitOutcome.Committed)
          && !(outcome instanceof CommitOutcome.AlreadyCommitted)) {
        throw new IllegalStateException("commit " + id + " ended as " + outcome);
      }
      batches.add(id);
      last = OptionalLong.of(offset);
    }
    return new Work(batches, log.lost());
  }
}
