package io.deltaingest.testkit.sim;

import io.deltaingest.domain.error.IngestException;
import io.deltaingest.domain.ingest.DeadLetterParts;
import io.deltaingest.domain.ingest.IngestLoop;
import io.deltaingest.domain.ingest.LoopSettings;
import io.deltaingest.domain.port.IngestObserver;
import io.deltaingest.domain.stream.StreamConfig.BadRecordPolicy;
import io.deltaingest.domain.stream.WorkerStatus.Activity;
import io.deltaingest.testkit.fake.FakeMessageSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * One incarnation of a worker: the real loop on ports of this world, and what was put into it that
 * is not in the table yet.
 */
final class SimWorker {

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

  private final SimWorld world;
  private final SimProcess process;
  private final String name;
  private final FakeMessageSource member;
  private final SimSink sink;
  private final SimSink deadLetterSink;
  private final IngestLoop loop;
  private final boolean bounded;
  private final Map<Integer, Long> delivered = new TreeMap<>();
  private Map<Integer, Long> ends;
  private CompletableFuture<Void> wish = CompletableFuture.completedFuture(null);
  private boolean droppedInPoll;
  private boolean busy;
  private boolean dead;
  private boolean ended;
  private boolean closing;
  private IngestException failure;

  SimWorker(SimWorld world, SimProcess process, int index, String name) {
    this.world = world;
    this.process = process;
    this.name = name;
    bounded = world.boundedNow();
    int classification = world.random().nextInt(SimMessage.CLASSIFICATIONS);
    world.trace().say(() -> name + " starts with transforms " + classification);
    member = world.group().newMember();
    member.maxPollRecords(world.settings().maxPollRecords());
    sink = new SimSink(world, this, "main", world.table(), process.mainLane());
    deadLetterSink =
        new SimSink(world, this, "dead letters", world.deadLetterTable(), process.deadLetterLane());
    Mutation.Ports ports = world.mutation().ports(ports());
    loop =
        new IngestLoop(
            new LoopSettings(
                world.settings().stream(bounded),
                index,
                () -> world.settings().heapBudget(),
                STOP_TIMEOUT,
                Optional.empty()),
            ports.source(),
            ports.offsets(),
            ports.sink(),
            schema ->
                new SimTransformer(
                    schema,
                    world.settings().evolves(),
                    classification,
                    () -> world.settings().putFaults() > 0 && world.faulty(1),
                    this::halted),
            ports.deadLetters(),
            IngestObserver.NONE,
            world.clock());
  }

  private Mutation.Ports ports() {
    Optional<DeadLetterParts> deadLetters = Optional.empty();
    if (world.settings().deadLetters()) {
      deadLetters =
          Optional.of(
              new DeadLetterParts(
                  tables("dead letters", world.deadLetterTable()),
                  deadLetterSink,
                  schema -> new SimTransformer.DeadLetter()));
    }
    return new Mutation.Ports(
        new SimSource(world, this, member), tables("main", world.table()), sink, deadLetters);
  }

  private SimTables tables(String table, SimTable from) {
    return new SimTables(this, table, from, world.mutation().log(from, List::of));
  }

  String name() {
    return name;
  }

  SimProcess process() {
    return process;
  }

  FakeMessageSource member() {
    return member;
  }

  IngestLoop loop() {
    return loop;
  }

  boolean bounded() {
    return bounded;
  }

  void pause() {
    wish = loop.pause();
  }

  void resume() {
    wish = loop.resume();
  }

  void stop() {
    wish = loop.stop();
  }

  /** Whether a pause took effect and was not taken back. */
  private boolean paused() {
    return wish.isDone() && loop.status().activity() == Activity.PAUSED;
  }

  String mainTableId() {
    return sink.tableId();
  }

  /** Within one of its steps. */
  boolean busy() {
    return busy;
  }

  boolean dead() {
    return dead;
  }

  /** Stopped, finished, failed or dead. */
  boolean over() {
    return ended || dead;
  }

  boolean failed() {
    return failure != null;
  }

  boolean finished() {
    return ended && loop.finished();
  }

  void kill() {
    dead = true;
  }

  /** A call of the loop's into its ports: here it may die, or others may move. */
  void at(String call) {
    if (dead) {
      throw new Crash();
    }
    world.within(this, call);
    if (dead) {
      throw new Crash();
    }
  }

  /** One step of the loop. */
  void step() {
    busy = true;
    try {
      if (!loop.step()) {
        ended = true;
        checkAllCommitted("I6: stopped cleanly");
        if (loop.finished()) {
          checkFinished();
        }
        world.trace().say(() -> name + (loop.finished() ? " finished" : " stopped"));
        close();
      }
    } catch (Crash crash) {
      // It does not know.
    } catch (IngestException fatal) {
      ended = true;
      failure = fatal;
      world.trace().say(() -> name + " failed: " + fatal.getMessage());
      world.failed(fatal);
      close();
    } finally {
      busy = false;
    }
    checkMemory();
    if (!over() && paused()) {
      checkAllCommitted("paused");
    }
  }

  private void close() {
    closing = true;
    try {
      loop.close();
    } catch (Crash crash) {
      // Died while it closed.
    }
  }

  // ---- what it holds ----

  /** A poll begins. */
  void polling() {
    droppedInPoll = false;
  }

  /** A poll brought those partitions so far. */
  void delivered(Map<Integer, Long> nextPositions) {
    if (!droppedInPoll) {
      delivered.putAll(nextPositions);
    }
  }

  /** Everything that is not committed was dropped, to be read again. */
  void dropped() {
    droppedInPoll = true;
    delivered.clear();
  }

  void sawEnds(Map<Integer, Long> seen) {
    if (ends == null) {
      ends = Map.copyOf(seen);
    }
  }

  void gaveBack(Set<Integer> partitions) {
    if (!closing && !dead && !world.failures().anyExpected()) {
      for (int partition : partitions) {
        checkCommitted("revoked", partition);
      }
    }
    lost(partitions);
  }

  /** Messages that were delivered will come again: none of them has to be committed for now. */
  private void halted() {
    delivered.clear();
  }

  void lost(Set<Integer> partitions) {
    delivered.keySet().removeAll(partitions);
  }

  private void checkAllCommitted(String when) {
    delivered.keySet().forEach(partition -> checkCommitted(when, partition));
  }

  private void checkCommitted(String when, int partition) {
    Long next = delivered.get(partition);
    if (next == null || world.settings().onBadRecord() == BadRecordPolicy.FAIL) {
      return;
    }
    long due = bounded ? Math.min(next, ends.getOrDefault(partition, 0L)) : next;
    if (tableReplaced()) {
      return;
    }
    if (world.checker().stored(partition) < due - 1 && due > world.topic().beginning(partition)) {
      throw new Violation(
          name
              + ": "
              + when
              + " and partition "
              + partition
              + " is read up to "
              + (due - 1)
              + ", stored up to "
              + world.checker().stored(partition));
    }
  }

  private boolean tableReplaced() {
    return !sink.tableId().equals(world.table().newest().snapshot().tableId());
  }

  private void checkFinished() {
    if (tableReplaced()) {
      return;
    }
    ends.forEach(
        (partition, end) -> {
          if (end > world.topic().beginning(partition)
              && world.checker().stored(partition) < end - 1) {
            throw new Violation(
                name + ": finished before partition " + partition + " is at " + end);
          }
        });
  }

  private void checkMemory() {
    long held = (long) (sink.heldRows() + deadLetterSink.heldRows()) * SimSink.BYTES_PER_ROW;
    long poll = (long) world.settings().maxPollRecords() * SimSink.BYTES_PER_ROW;
    if (held > world.settings().heapBudget() + poll) {
      throw new Violation("I7: " + name + " holds " + held + " bytes");
    }
  }

  @Override
  public String toString() {
    return name + " " + process.alive() + " " + loop.status().activity() + " " + loop.status();
  }
}
