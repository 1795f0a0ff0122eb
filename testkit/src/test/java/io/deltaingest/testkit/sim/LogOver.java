package io.deltaingest.testkit.sim;

import io.deltaingest.domain.commit.CommitMember;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.TableLog;
import java.util.List;

/** A log that does as the one under it. */
class LogOver implements TableLog {

  final TableLog log;

  LogOver(TableLog log) {
    this.log = log;
  }

  @Override
  public TableSnapshot load() {
    return log.load();
  }

  @Override
  public LogUpdate follow(TableSnapshot from) {
    return log.follow(from);
  }

  @Override
  public PreparedCommit prepare(TableSnapshot base, String commitId, List<CommitMember> members) {
    return log.prepare(base, commitId, members);
  }

  @Override
  public PutResult put(PreparedCommit commit) {
    return log.put(commit);
  }
}
