package io.deltaingest.domain.commit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Batches that may share a version. All members of a version are judged against the one before it,
 * so none may move what another compares. Not thread-safe.
 */
public final class CommitGroup {

  private final List<CommitMember> members = new ArrayList<>();
  private final Set<String> moved = new HashSet<>();
  private final Set<String> compared = new HashSet<>();

  /** Takes the batch in if it may share the version with those taken before. */
  public boolean admit(CommitMember member) {
    if (!members.isEmpty() && !sameRules(members.get(0), member)) {
      return false;
    }
    TxnUpdate update = member.batch().update();
    for (TxnChange change : update.changes()) {
      if (moved.contains(change.appId()) || compared.contains(change.appId())) {
        return false;
      }
    }
    for (TxnCheck check : update.checks()) {
      if (moved.contains(check.appId())) {
        return false;
      }
    }
    update.changes().forEach(change -> moved.add(change.appId()));
    update.checks().forEach(check -> compared.add(check.appId()));
    members.add(member);
    return true;
  }

  /** All files of a version are written by one schema. */
  private static boolean sameRules(CommitMember one, CommitMember other) {
    return one.rules().equals(other.rules())
        && one.growth().isPresent() == other.growth().isPresent();
  }

  /** Those taken in, in their order. */
  public List<CommitMember> members() {
    return List.copyOf(members);
  }
}
