package io.deltaingest.delta.sink;

import io.deltaingest.domain.commit.CommitMember;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.TableLog;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the program's log what a commit waits for. The commit protocol waits out passing failures
 * by itself, so that nobody else would see a full disk. The commit thread.
 */
final class WaitingReporter implements TableLog {

  private static final Logger LOG = LoggerFactory.getLogger(WaitingReporter.class);
  private static final long QUIET_NANOS = 30_000_000_000L;

  private final TableLog log;
  private final String location;
  private String lastReason = "";
  private long lastNanos;

  WaitingReporter(TableLog log, String location) {
    this.log = log;
    this.location = location;
  }

  @Override
  public TableSnapshot load() {
    return log.load();
  }

  @Override
  public LogUpdate follow(TableSnapshot from) {
    return reporting(() -> log.follow(from));
  }

  @Override
  public PreparedCommit prepare(TableSnapshot base, String commitId, List<CommitMember> members) {
    return log.prepare(base, commitId, members);
  }

  @Override
  public Optional<TableSnapshot> grow(TableSnapshot base, StructType wanted) {
    return log.grow(base, wanted);
  }

  @Override
  public PutResult put(PreparedCommit commit) {
    return reporting(() -> log.put(commit));
  }

  private <T> T reporting(Supplier<T> step) {
    try {
      T result = step.get();
      if (!lastReason.isEmpty()) {
        LOG.info("The commit to {} goes on", location);
        lastReason = "";
      }
      return result;
    } catch (TransientException failure) {
      String reason = failure.getMessage();
      if (!reason.equals(lastReason) || System.nanoTime() - lastNanos > QUIET_NANOS) {
        LOG.warn("The commit to {} waits: {}", location, reason);
        lastReason = reason;
        lastNanos = System.nanoTime();
      }
      throw failure;
    }
  }
}
