package io.deltaingest.metrics;

import io.deltaingest.domain.commit.CommitReport;
import io.deltaingest.domain.port.IngestObserver;
import io.deltaingest.domain.port.Rejection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells several observers, in order. One that throws does not keep the call from the others, nor
 * from the ingest loop; its first failure is logged, the later ones are not. Closes the observers
 * that can be closed. Adds no lock and no allocation to a call.
 */
public final class FanOutObserver implements WorkerObserver {

  private static final Logger LOG = LoggerFactory.getLogger(FanOutObserver.class);

  private final IngestObserver[] observers;
  private final AtomicIntegerArray complained;

  public FanOutObserver(List<? extends IngestObserver> observers) {
    this.observers = observers.toArray(new IngestObserver[0]);
    this.complained = new AtomicIntegerArray(this.observers.length);
  }

  @Override
  public void polled(PollCounts counts) {
    for (int i = 0; i < observers.length; i++) {
      try {
        observers[i].polled(counts);
      } catch (RuntimeException e) {
        complain(i, e);
      }
    }
  }

  @Override
  public void rejected(Rejection rejection, int partition, long offset) {
    for (int i = 0; i < observers.length; i++) {
      try {
        observers[i].rejected(rejection, partition, offset);
      } catch (RuntimeException e) {
        complain(i, e);
      }
    }
  }

  @Override
  public void rowBatchStarted(int rows) {
    for (int i = 0; i < observers.length; i++) {
      try {
        observers[i].rowBatchStarted(rows);
      } catch (RuntimeException e) {
        complain(i, e);
      }
    }
  }

  @Override
  public void rowBatchCompleted(int rows, long nanos) {
    for (int i = 0; i < observers.length; i++) {
      try {
        observers[i].rowBatchCompleted(rows, nanos);
      } catch (RuntimeException e) {
        complain(i, e);
      }
    }
  }

  @Override
  public void fileWritten(long bytes, long rows) {
    for (int i = 0; i < observers.length; i++) {
      try {
        observers[i].fileWritten(bytes, rows);
      } catch (RuntimeException e) {
        complain(i, e);
      }
    }
  }

  @Override
  public void commitStarted() {
    for (int i = 0; i < observers.length; i++) {
      try {
        observers[i].commitStarted();
      } catch (RuntimeException e) {
        complain(i, e);
      }
    }
  }

  @Override
  public void committed(CommitReport report) {
    for (int i = 0; i < observers.length; i++) {
      try {
        observers[i].committed(report);
      } catch (RuntimeException e) {
        complain(i, e);
      }
    }
  }

  @Override
  public void commitFailed(String reason) {
    for (int i = 0; i < observers.length; i++) {
      try {
        observers[i].commitFailed(reason);
      } catch (RuntimeException e) {
        complain(i, e);
      }
    }
  }

  @Override
  public void commitRetried() {
    for (int i = 0; i < observers.length; i++) {
      try {
        observers[i].commitRetried();
      } catch (RuntimeException e) {
        complain(i, e);
      }
    }
  }

  @Override
  public void bufferLag(Map<Integer, Long> lagByPartition) {
    for (int i = 0; i < observers.length; i++) {
      try {
        observers[i].bufferLag(lagByPartition);
      } catch (RuntimeException e) {
        complain(i, e);
      }
    }
  }

  @Override
  public void commitLag(Map<Integer, Long> lagByPartition) {
    for (int i = 0; i < observers.length; i++) {
      try {
        observers[i].commitLag(lagByPartition);
      } catch (RuntimeException e) {
        complain(i, e);
      }
    }
  }

  @Override
  public void deadLettersCommitted(CommitReport report) {
    for (int i = 0; i < observers.length; i++) {
      try {
        observers[i].deadLettersCommitted(report);
      } catch (RuntimeException e) {
        complain(i, e);
      }
    }
  }

  @Override
  public void fault(String message, boolean fatal) {
    for (int i = 0; i < observers.length; i++) {
      try {
        observers[i].fault(message, fatal);
      } catch (RuntimeException e) {
        complain(i, e);
      }
    }
  }

  @Override
  public void close() {
    for (int i = 0; i < observers.length; i++) {
      if (observers[i] instanceof WorkerObserver closeable) {
        try {
          closeable.close();
        } catch (RuntimeException e) {
          complain(i, e);
        }
      }
    }
  }

  private void complain(int i, RuntimeException failure) {
    if (complained.getAndSet(i, 1) == 0) {
      LOG.warn(
          "Metrics of {} are incomplete: it failed. Ingesting goes on; later failures are not logged",
          observers[i].getClass().getName(),
          failure);
    }
  }
}
