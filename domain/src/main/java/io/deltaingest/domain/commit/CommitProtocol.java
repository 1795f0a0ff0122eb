package io.deltaingest.domain.commit;

import io.deltaingest.domain.error.IngestException;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.model.Txn;
import io.deltaingest.domain.port.TableLog;
import io.deltaingest.domain.port.TableLog.LogUpdate;
import io.deltaingest.domain.port.TableLog.PreparedCommit;
import io.deltaingest.domain.port.TableLog.PutResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.LongSupplier;

/**
 * Brings batches into the table: follow the log, compare, put the next version if absent, and
 * again.
 *
 * <p>For one table and one process. Not thread-safe but for {@link #known()}: the owner runs {@link
 * #commit} on one thread at a time. Members of one call share a version; a member whose compare
 * fails is left out with its files, and each gets its own outcome.
 */
public final class CommitProtocol {

  private final TableLog log;
  private final Backoff backoff;
  private final LongSupplier nanoClock;
  private final LongSupplier millisClock;
  private final Runnable onRetry;
  private volatile TableSnapshot known;

  /**
   * @param known the table as read at the start
   * @param onRetry called for each version number lost to another writer
   */
  public CommitProtocol(
      TableLog log,
      Backoff backoff,
      LongSupplier nanoClock,
      LongSupplier millisClock,
      TableSnapshot known,
      Runnable onRetry) {
    this.log = log;
    this.backoff = backoff;
    this.nanoClock = nanoClock;
    this.millisClock = millisClock;
    this.known = known;
    this.onRetry = onRetry;
  }

  /** The newest version that was read or written here. Any thread. */
  public TableSnapshot known() {
    return known;
  }

  /**
   * Commits the members whose compare holds as one version.
   *
   * @return the outcome of each, by batch id; never throws for what an outcome can say
   */
  public Map<String, CommitOutcome> commit(List<CommitMember> members) {
    Attempt attempt = new Attempt(members);
    try {
      attempt.run();
    } catch (IngestException failure) {
      attempt.failRest(failure, attempt.inDoubt);
    }
    return attempt.outcomes;
  }

  private final class Attempt {
    private final Map<String, CommitOutcome> outcomes = new HashMap<>();
    private final long startNanos = nanoClock.getAsLong();
    private List<CommitMember> open;
    private boolean inDoubt;

    Attempt(List<CommitMember> members) {
      open = new ArrayList<>(members);
    }

    void run() {
      int lostRaces = 0;
      while (true) {
        if (!refresh()) {
          return;
        }
        if (open.isEmpty()) {
          return;
        }
        TableSnapshot base = known;
        PreparedCommit entry = log.prepare(base, commitId(), open);
        PutResult result = putUntilKnown(entry);
        if (result == PutResult.MINE) {
          known =
              base.with(CommitMember.growthAfter(base, open))
                  .advancedTo(entry.version(), changedTxns());
          for (CommitMember member : open) {
            outcomes.put(
                member.batch().id(),
                new CommitOutcome.Committed(member.batch().id(), report(member, entry.version())));
          }
          return;
        }
        if (result == PutResult.ABSENT) {
          failRest(abandoned(), true);
          return;
        }
        onRetry.run();
        lostRaces++;
        if (!backoff.pause(lostRaces)) {
          failRest(abandoned(), false);
          return;
        }
      }
    }

    /** Names every member, so that each is known again when the answer was lost. */
    private String commitId() {
      StringJoiner ids = new StringJoiner(TableLog.ID_SEPARATOR);
      open.forEach(member -> ids.add(member.batch().id()));
      return ids.toString();
    }

    /** Follows the log; a store that is away is waited for, since nothing is lost by waiting. */
    private LogUpdate follow() {
      for (int repeat = 1; ; repeat++) {
        try {
          return log.follow(known);
        } catch (TransientException away) {
          if (!backoff.pause(repeat)) {
            throw away;
          }
        }
      }
    }

    /** Settles the members that can't go into the next version. */
    private boolean refresh() {
      LogUpdate update = follow();
      if (update instanceof LogUpdate.Replaced replaced) {
        for (CommitMember member : open) {
          String id = member.batch().id();
          outcomes.put(id, new CommitOutcome.TableReplaced(id, replaced.cause()));
        }
        return false;
      }
      LogUpdate.Current current = (LogUpdate.Current) update;
      known = current.snapshot();
      List<CommitMember> valid = new ArrayList<>();
      for (CommitMember member : open) {
        CommitOutcome settled = judge(member, current.snapshot(), current.commitIds());
        if (settled == null) {
          valid.add(member);
        } else {
          outcomes.put(member.batch().id(), settled);
        }
      }
      open = valid;
      return true;
    }

    private CommitOutcome judge(
        CommitMember member, TableSnapshot snapshot, Set<String> commitIds) {
      String id = member.batch().id();
      if (commitIds.contains(id)) {
        return new CommitOutcome.AlreadyCommitted(id, report(member, snapshot.version()));
      }
      if (!snapshot.tableId().equals(member.tableId())) {
        return new CommitOutcome.TableReplaced(
            id, "table id is " + snapshot.tableId() + ", was " + member.tableId());
      }
      Optional<String> moved = moved(member.batch().update(), snapshot);
      if (moved.isPresent()) {
        return new CommitOutcome.OffsetsMoved(id, moved.get());
      }
      if (!member.fits(snapshot)) {
        return new CommitOutcome.SchemaChanged(
            id, "schema, protocol or properties changed up to version " + snapshot.version());
      }
      return null;
    }

    /** What the batch was built on and is not so any more, in words. */
    private static Optional<String> moved(TxnUpdate update, TableSnapshot snapshot) {
      for (TxnChange change : update.changes()) {
        if (!snapshot.txnVersion(change.appId()).equals(change.expected())) {
          return Optional.of(moved(change.appId(), change.expected(), snapshot));
        }
      }
      for (TxnCheck check : update.checks()) {
        if (!snapshot.txnVersion(check.appId()).equals(check.expected())) {
          return Optional.of(moved(check.appId(), check.expected(), snapshot));
        }
      }
      return Optional.empty();
    }

    private static String moved(String appId, OptionalLong expected, TableSnapshot snapshot) {
      return "txn "
          + appId
          + " is "
          + text(snapshot.txnVersion(appId))
          + " in version "
          + snapshot.version()
          + ", the batch was built on "
          + text(expected);
    }

    /**
     * Puts the entry until it is known whose the version is. ABSENT is returned only when the
     * back-off says to give up; the request may then still land.
     */
    private PutResult putUntilKnown(PreparedCommit entry) {
      for (int repeat = 1; ; repeat++) {
        // Until an answer says otherwise the request may have been carried out, whatever the
        // failure.
        inDoubt = true;
        try {
          PutResult result = log.put(entry);
          if (result != PutResult.ABSENT) {
            inDoubt = false;
            return result;
          }
        } catch (TransientException unanswered) {
          // Only the same bytes may follow.
        }
        if (!backoff.pause(repeat)) {
          return PutResult.ABSENT;
        }
      }
    }

    private Map<String, Txn> changedTxns() {
      Map<String, Txn> changed = new HashMap<>();
      long now = millisClock.getAsLong();
      open.forEach(member -> changed.putAll(member.batch().txnsAt(now)));
      return changed;
    }

    private CommitReport report(CommitMember member, long version) {
      long bytes = 0;
      for (DataFile file : member.files()) {
        bytes += file.sizeBytes();
      }
      return new CommitReport(
          version,
          member.batch().rows(),
          member.files().size(),
          bytes,
          0,
          nanoClock.getAsLong() - startNanos);
    }

    void failRest(IngestException failure, boolean doubtful) {
      for (CommitMember member : open) {
        String id = member.batch().id();
        outcomes.putIfAbsent(id, new CommitOutcome.Failed(id, failure, doubtful));
      }
    }
  }

  private static TransientException abandoned() {
    return new TransientException(
        Problem.of(
            "The commit was given up",
            "the stream is stopping and the table's storage has not answered",
            "The next start reads from the table what was committed"));
  }

  private static String text(OptionalLong version) {
    return version.isPresent() ? Long.toString(version.getAsLong()) : "absent";
  }
}
