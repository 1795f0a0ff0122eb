package io.deltaingest.testkit.sim;

import io.deltaingest.domain.commit.CommitMember;
import io.deltaingest.domain.ingest.DeadLetterParts;
import io.deltaingest.domain.port.MessageSource;
import io.deltaingest.domain.port.OffsetStore;
import io.deltaingest.domain.port.TableLog;
import io.deltaingest.domain.port.TableSink;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A mistake to be made on purpose, at the seams around loop and protocol, so that it can be shown
 * that the simulation would find it.
 */
public interface Mutation {

  /** No mistake. */
  Mutation NONE = new Mutation() {};

  /**
   * What a worker is wired with.
   *
   * @param deadLetters present where the stream has a dead-letter table
   */
  record Ports(
      MessageSource source,
      OffsetStore offsets,
      TableSink sink,
      Optional<DeadLetterParts> deadLetters) {}

  /** The ports of one worker, or others over them. */
  default Ports ports(Ports ports) {
    return ports;
  }

  /**
   * The log as a process sees it.
   *
   * @param inCommit the batches that are being committed at the time of a call
   */
  default TableLog log(TableLog log, Supplier<List<CommitMember>> inCommit) {
    return log;
  }
}
