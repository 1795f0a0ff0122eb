package io.deltaingest.domain.port;

import io.deltaingest.domain.commit.CommitMember;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.model.TableSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The Delta log of one table, as the commit protocol needs it. What is stored where, and how a file
 * is put in place only if absent, is the adapter's business; when to retry is the protocol's.
 *
 * <p>Thread-safe; blocks on storage. Every method may throw {@link
 * io.deltaingest.domain.error.TransientException} (retry) or {@link
 * io.deltaingest.domain.error.ConfigurationException}.
 */
public interface TableLog {

  /** Between the batch ids in a {@code commitInfo.txnId}. */
  String ID_SEPARATOR = ",";

  /** The newest version, read from scratch. Refuses tables that this writer must not write to. */
  TableSnapshot load();

  /**
   * What happened since {@code from}, which is itself checked: if that version is gone or not what
   * it was, or the table has another id, the table was replaced.
   */
  LogUpdate follow(TableSnapshot from);

  /**
   * The entry of version {@code base.version() + 1}: the members' files, their {@code txn}s, and a
   * {@code commitInfo} with {@code txnId = commitId} and {@code isBlindAppend = true}, and {@link
   * CommitMember#growthAfter} where there is one. Its bytes are fixed here, so that putting it
   * again puts the same.
   *
   * @param commitId the ids of the members' batches, joined by {@link #ID_SEPARATOR}
   */
  PreparedCommit prepare(TableSnapshot base, String commitId, List<CommitMember> members);

  /** Puts the entry in place if its version is absent, and says whose entry is there. */
  PutResult put(PreparedCommit commit);

  /** See {@link OffsetStore#grow}; nothing is written. */
  Optional<TableSnapshot> grow(TableSnapshot base, StructType wanted);

  /** An entry ready to be put; opaque to the protocol. */
  interface PreparedCommit {
    long version();

    String commitId();
  }

  /** Whose entry is at the version. */
  enum PutResult {
    /** Ours, from this call or from an earlier one whose answer was lost. */
    MINE,
    /** Another writer's. */
    OTHER,
    /**
     * Nobody's as far as a read-back can see, but a request of ours is unaccounted for and may
     * still land: only the same bytes may be put again.
     */
    ABSENT
  }

  /** The result of {@link #follow}. */
  sealed interface LogUpdate {

    /**
     * The newest version, possibly still the old one.
     *
     * @param snapshot the newest version
     * @param commitIds the batch ids in the {@code commitInfo.txnId} of every version since
     */
    record Current(TableSnapshot snapshot, Set<String> commitIds) implements LogUpdate {}

    /** Not the table that it was; {@code cause} says what was seen. */
    record Replaced(String cause) implements LogUpdate {}
  }
}
