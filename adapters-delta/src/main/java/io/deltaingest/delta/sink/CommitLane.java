package io.deltaingest.delta.sink;

import io.deltaingest.delta.log.Checkpoints;
import io.deltaingest.delta.store.TableStorage;
import io.deltaingest.domain.commit.CommitGroup;
import io.deltaingest.domain.commit.CommitMember;
import io.deltaingest.domain.commit.CommitOutcome;
import io.deltaingest.domain.commit.CommitProtocol;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.StreamFailedException;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.TableLog;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place in the process where a table's versions are written, on the thread {@code
 * commit-<table>}. Batches of different workers that wait at the same time share a version; two of
 * one worker never do, since the second builds on the first, nor do two that move the same
 * transaction identifier, since only one of them may. Thread-safe; waits only in {@link #leave} and
 * {@link #close}.
 */
public final class CommitLane implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CommitLane.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Made beforehand: where it is needed there may be no memory to make it. */
  private final StreamFailedException unexpected =
      new StreamFailedException(
          Problem.of(
              "The commit failed unexpectedly",
              "the log has the details",
              "Start the stream again: it goes on from what the table has"));

  private final TableLog log;
  private final TableStorage storage;
  private final Checkpoints checkpoints;
  private final JitteredBackoff backoff = new JitteredBackoff(this::isGivenUp);
  private final Thread thread;

  // Guarded by this.
  private final Deque<Entry> waiting = new ArrayDeque<>();
  private final Set<Object> gone = new HashSet<>();
  private List<Entry> running = List.of();
  private CommitProtocol protocol;
  private boolean closed;

  /**
   * A batch in the lane.
   *
   * @param owner the sink that it is from
   * @param member what to commit
   * @param checkpoint whether a checkpoint is to be written when one is due
   * @param listener told what happens; the commit thread
   */
  record Entry(Object owner, CommitMember member, boolean checkpoint, Listener listener) {}

  /** Told about one batch, on the commit thread. */
  interface Listener {

    /** A version number was lost to another writer. */
    void retried();

    /** The end of it; called once. */
    void settled(CommitOutcome outcome);
  }

  /**
   * @param name the table's name in the thread's name
   */
  public CommitLane(String name, TableLog log, TableStorage storage, Checkpoints checkpoints) {
    this.log = new WaitingReporter(log, storage.location());
    this.storage = storage;
    this.checkpoints = checkpoints;
    thread = new Thread(this::run, "commit-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  /** A sink starts on that version of the table. */
  synchronized void begin(TableSnapshot table) {
    if (protocol == null || !protocol.known().tableId().equals(table.tableId())) {
      protocol =
          new CommitProtocol(
              log, backoff, System::nanoTime, System::currentTimeMillis, table, this::tellRetried);
    }
  }

  /** Queues a complete batch. */
  synchronized void add(Entry entry) {
    waiting.add(entry);
    notifyAll();
  }

  /**
   * Takes a sink's batches out. One that is being committed alone is given up; waits some seconds
   * for that.
   */
  void leave(Object owner) {
    synchronized (this) {
      waiting.removeIf(entry -> entry.owner() == owner);
      gone.add(owner);
    }
    backoff.lookAgain();
    synchronized (this) {
      long until = System.nanoTime() + PATIENCE.toNanos();
      while (running.stream().anyMatch(entry -> entry.owner() == owner)) {
        long left = until - System.nanoTime();
        if (left <= 0 || !waitNanos(left)) {
          break;
        }
      }
      gone.remove(owner);
    }
  }

  /**
   * Ends the thread after the commit that is being written, or gives that up after some seconds.
   */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      waiting.clear();
      notifyAll();
    }
    backoff.lookAgain();
    try {
      thread.join(PATIENCE.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    for (List<Entry> group = next(); !group.isEmpty(); group = next()) {
      try {
        commit(group);
      } catch (Throwable failure) {
        LOG.error("Telling the outcome of a commit to {} failed", storage.location(), failure);
        settleAll(group);
      }
      synchronized (this) {
        running = List.of();
        notifyAll();
      }
    }
  }

  private void commit(List<Entry> group) {
    CommitProtocol current;
    synchronized (this) {
      current = protocol;
    }
    Map<String, CommitOutcome> outcomes;
    try {
      List<CommitMember> members = group.stream().map(Entry::member).toList();
      outcomes = current == null ? replaced(members) : current.commit(members);
    } catch (Throwable failure) {
      fail(group, failure);
      return;
    }
    boolean committed = false;
    for (Entry entry : group) {
      CommitOutcome outcome = outcomes.get(entry.member().batch().id());
      committed |= entry.checkpoint() && outcome instanceof CommitOutcome.Committed;
      if (outcome instanceof CommitOutcome.TableReplaced && isOf(current, entry)) {
        forget(current);
      }
      entry.listener().settled(outcome);
    }
    if (committed) {
      checkpoints.committed(current.known());
    }
  }

  /** The last resort: whoever waits for an outcome gets one. Whoever has one ignores this. */
  private void settleAll(List<Entry> group) {
    for (Entry entry : group) {
      entry
          .listener()
          .settled(new CommitOutcome.Failed(entry.member().batch().id(), unexpected, true));
    }
  }

  /** Whether the entry was built for the table that the protocol knows, not for an earlier one. */
  private static boolean isOf(CommitProtocol current, Entry entry) {
    return current != null && current.known().tableId().equals(entry.member().tableId());
  }

  /** The protocol's table is not there any more: whoever begins next brings another. */
  private synchronized void forget(CommitProtocol current) {
    if (protocol == current) {
      protocol = null;
    }
  }

  private static Map<String, CommitOutcome> replaced(List<CommitMember> members) {
    Map<String, CommitOutcome> outcomes = new HashMap<>();
    for (CommitMember member : members) {
      String id = member.batch().id();
      outcomes.put(id, new CommitOutcome.TableReplaced(id, "it was replaced before"));
    }
    return outcomes;
  }

  private void fail(List<Entry> group, Throwable failure) {
    for (Entry entry : group) {
      entry
          .listener()
          .settled(
              new CommitOutcome.Failed(
                  entry.member().batch().id(),
                  Failures.of("The commit to " + storage.location() + " failed", failure, storage),
                  true));
    }
  }

  /** Waits for batches and takes those that can share a version; none when closed. */
  private synchronized List<Entry> next() {
    while (waiting.isEmpty() && !closed) {
      if (!waitNanos(Long.MAX_VALUE)) {
        return List.of();
      }
    }
    List<Entry> group = new ArrayList<>();
    Set<Object> owners = new HashSet<>();
    CommitGroup version = new CommitGroup();
    for (Iterator<Entry> each = waiting.iterator(); each.hasNext(); ) {
      Entry entry = each.next();
      if (owners.add(entry.owner()) && version.admit(entry.member())) {
        group.add(entry);
        each.remove();
      }
    }
    running = group;
    return group;
  }

  private void tellRetried() {
    for (Entry entry : runningNow()) {
      entry.listener().retried();
    }
  }

  private synchronized List<Entry> runningNow() {
    return running;
  }

  private synchronized boolean isGivenUp() {
    return closed || running.stream().allMatch(entry -> gone.contains(entry.owner()));
  }

  private boolean waitNanos(long nanos) {
    try {
      TimeUnit.NANOSECONDS.timedWait(this, nanos);
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
