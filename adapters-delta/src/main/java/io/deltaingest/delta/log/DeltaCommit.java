package io.deltaingest.delta.log;

import io.deltaingest.domain.port.TableLog.PreparedCommit;

/** An entry ready to be put. The bytes are never changed. */
final class DeltaCommit implements PreparedCommit {

  private final long version;
  private final String commitId;
  private final byte[] bytes;
  private final CommitMarks marks;

  DeltaCommit(long version, String commitId, byte[] bytes, CommitMarks marks) {
    this.version = version;
    this.commitId = commitId;
    this.bytes = bytes;
    this.marks = marks;
  }

  @Override
  public long version() {
    return version;
  }

  @Override
  public String commitId() {
    return commitId;
  }

  byte[] bytes() {
    return bytes;
  }

  /** What the entry leaves to the next one. */
  CommitMarks marks() {
    return marks;
  }
}
