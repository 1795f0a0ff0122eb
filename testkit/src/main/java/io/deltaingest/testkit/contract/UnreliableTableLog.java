package io.deltaingest.testkit.contract;

import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.port.TableLog;
import io.deltaingest.testkit.fake.TableLogOver;
import java.util.SplittableRandom;

/**
 * A log whose answers to puts are lost now and then: some of those puts landed, some were never
 * carried out. For one thread.
 */
final class UnreliableTableLog extends TableLogOver {

  private final SplittableRandom random;
  private int lost;

  UnreliableTableLog(TableLog log, long seed) {
    super(log);
    this.random = new SplittableRandom(seed);
  }

  /** How many answers were lost. */
  int lost() {
    return lost;
  }

  @Override
  public PutResult put(PreparedCommit commit) {
    int fate = random.nextInt(6);
    if (fate == 0) {
      throw unanswered();
    }
    PutResult result = log.put(commit);
    if (fate == 1) {
      throw unanswered();
    }
    return result;
  }

  private TransientException unanswered() {
    lost++;
    return new TransientException(Problem.of("No answer", "a test lost it", ""));
  }
}
