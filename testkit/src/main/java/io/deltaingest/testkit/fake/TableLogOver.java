package io.deltaingest.testkit.fake;

import io.deltaingest.domain.commit.CommitMember;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.TableLog;
import java.util.List;
import java.util.Optional;

/** A log that does as the one under it, for those that do one thing differently. */
public class TableLogOver implements TableLog {

  protected final TableLog log;

  public TableLogOver(TableLog log) {
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
  public Optional<TableSnapshot> grow(TableSnapshot base, StructType wanted) {
    return log.grow(base, wanted);
  }

  @Override
  public PutResult put(PreparedCommit commit) {
    return log.put(commit);
  }
}
