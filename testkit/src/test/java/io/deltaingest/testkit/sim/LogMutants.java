package io.deltaingest.testkit.sim;

import io.deltaingest.domain.commit.CommitMember;
import io.deltaingest.domain.commit.TxnChange;
import io.deltaingest.domain.commit.TxnCheck;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.model.Txn;
import io.deltaingest.domain.port.TableLog;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Mistakes of the commit protocol, made as a log that lies to it. */
final class LogMutants {

  private LogMutants() {}

  /** Those identifiers are never compared: whatever a batch was built on is what is stored. */
  static Mutation comparesNot(Predicate<String> appIds) {
    return new Mutation() {
      @Override
      public TableLog log(TableLog log, Supplier<List<CommitMember>> inCommit) {
        return new LogOver(log) {
          @Override
          public LogUpdate follow(TableSnapshot from) {
            LogUpdate update = log.follow(from);
            return update instanceof LogUpdate.Current current
                ? new LogUpdate.Current(agreeing(current.snapshot()), current.commitIds())
                : update;
          }

          private TableSnapshot agreeing(TableSnapshot truth) {
            Map<String, Txn> txns = new HashMap<>(truth.txns());
            for (CommitMember member : inCommit.get()) {
              for (TxnChange change : member.batch().update().changes()) {
                agree(txns, change.appId(), change.expected());
              }
              for (TxnCheck check : member.batch().update().checks()) {
                agree(txns, check.appId(), check.expected());
              }
            }
            return new TableSnapshot(
                truth.version(),
                truth.tableId(),
                truth.schema(),
                truth.rules(),
                truth.properties(),
                txns);
          }

          private void agree(Map<String, Txn> txns, String appId, OptionalLong expected) {
            if (appIds.test(appId)) {
              if (expected.isPresent()) {
                txns.put(appId, new Txn(expected.getAsLong(), Txn.NO_TIME));
              } else {
                txns.remove(appId);
              }
            }
          }
        };
      }
    };
  }

  /** A put without a clear answer is taken for one that failed, and is written again behind it. */
  static Mutation takesDoubtForFailure() {
    return new Mutation() {
      @Override
      public TableLog log(TableLog log, Supplier<List<CommitMember>> inCommit) {
        return new LogOver(log) {
          @Override
          public PutResult put(PreparedCommit commit) {
            try {
              PutResult result = log.put(commit);
              if (result != PutResult.ABSENT) {
                return result;
              }
            } catch (TransientException unanswered) {
              // "Failed".
            }
            return log.put(log.prepare(log.load(), commit.commitId() + "-again", inCommit.get()));
          }
        };
      }
    };
  }

  /** A put without a clear answer is taken for one that landed. */
  static Mutation takesDoubtForSuccess() {
    return new Mutation() {
      @Override
      public TableLog log(TableLog log, Supplier<List<CommitMember>> inCommit) {
        return new LogOver(log) {
          @Override
          public PutResult put(PreparedCommit commit) {
            try {
              PutResult result = log.put(commit);
              return result == PutResult.ABSENT ? PutResult.MINE : result;
            } catch (TransientException unanswered) {
              return PutResult.MINE;
            }
          }
        };
      }
    };
  }

  /**
   * The version that the log is followed from is not looked at: what comes after it is taken for
   * the same table's.
   */
  static Mutation trustsTheCachedVersion() {
    return new Mutation() {
      @Override
      public TableLog log(TableLog log, Supplier<List<CommitMember>> inCommit) {
        return new LogOver(log) {
          @Override
          public LogUpdate follow(TableSnapshot from) {
            LogUpdate update = log.follow(from);
            if (!(update instanceof LogUpdate.Replaced)) {
              return update;
            }
            long newest = Math.max(from.version(), log.load().version());
            return new LogUpdate.Current(from.advancedTo(newest, Map.of()), Set.of());
          }
        };
      }
    };
  }
}
