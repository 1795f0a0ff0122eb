package io.deltaingest.testkit.sim;

import io.deltaingest.domain.commit.CommitMember;
import io.deltaingest.domain.commit.TxnChange;
import io.deltaingest.domain.error.IngestException;
import io.deltaingest.testkit.fake.FakeClock;
import io.deltaingest.testkit.fake.FakeGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * Everything there is in a run, and who moves next. A move that is made while a worker is within a
 * call of its ports is made on top of it; the worker goes on when the moves are over, or not at all
 * when one of them killed it.
 */
final class SimWorld {

  private static final int MAX_DEPTH = 3;
  private static final Duration HEALED_ROUND = Duration.ofMillis(250);
  private static final int MAX_ROUNDS_WITHOUT_PROGRESS = 500;
  private static final int MAX_RESTARTS_HEALED = 6;

  private final SplittableRandom random;
  private final SimSettings settings;
  private final Mutation mutation;
  private final Trace trace;
  private final FakeClock clock = new FakeClock();
  private final SimTopic topic;
  private final FakeGroup group;
  private final SimTable table;
  private final SimTable deadLetterTable;
  private final ExactlyOnceChecker checker;
  private final Failures failures;
  private final SimEvents events;
  private final List<SimProcess> processes = new ArrayList<>();
  private boolean healed;
  private int turns;
  private int depth;

  SimWorld(long seed, Mutation mutation, Trace trace) {
    this.random = new SplittableRandom(seed);
    this.mutation = mutation;
    this.trace = trace;
    settings = SimSettings.of(random);
    trace.say(settings::toString);
    topic = new SimTopic(settings, random.split());
    group = new FakeGroup(topic.fake());
    if (settings.eager()) {
      group.eager();
    }
    boolean forgets = settings.forgets();
    table = new SimTable("table", forgets, clock, this::putFault, this::mainLanded);
    deadLetterTable =
        new SimTable("dead-letters", forgets, clock, this::putFault, this::deadLettersLanded);
    checker = new ExactlyOnceChecker(settings, topic, table.newest().snapshot().tableId());
    failures = new Failures(settings);
    events = new SimEvents(this);
  }

  private void mainLanded(SimTable.Version version) {
    trace.say(() -> "LANDED table " + version.snapshot().version() + " " + version.commitId());
    sayWhatIsWrittenAgain("table", version);
    checker.mainLanded(version, table::file);
  }

  private void sayWhatIsWrittenAgain(String name, SimTable.Version version) {
    for (CommitMember member : version.members()) {
      for (TxnChange change : member.batch().txns()) {
        if (change.expected().equals(OptionalLong.of(change.version()))) {
          trace.say(() -> name + ": " + change.appId() + " is told again");
        }
      }
    }
  }

  private void deadLettersLanded(SimTable.Version version) {
    trace.say(
        () -> "LANDED dead letters " + version.snapshot().version() + " " + version.commitId());
    sayWhatIsWrittenAgain("dead letters", version);
    checker.deadLettersLanded(version, deadLetterTable::file);
  }

  private SimTable.PutFault putFault() {
    if (healed || random.nextInt(100) >= settings.putFaults()) {
      return SimTable.PutFault.NONE;
    }
    SimTable.PutFault[] all = SimTable.PutFault.values();
    return all[random.nextInt(all.length)];
  }

  // ---- what there is ----

  SplittableRandom random() {
    return random;
  }

  SimSettings settings() {
    return settings;
  }

  Mutation mutation() {
    return mutation;
  }

  Trace trace() {
    return trace;
  }

  FakeClock clock() {
    return clock;
  }

  SimTopic topic() {
    return topic;
  }

  FakeGroup group() {
    return group;
  }

  SimTable table() {
    return table;
  }

  SimTable deadLetterTable() {
    return deadLetterTable;
  }

  ExactlyOnceChecker checker() {
    return checker;
  }

  Failures failures() {
    return failures;
  }

  List<SimProcess> processes() {
    return processes;
  }

  int turns() {
    return turns;
  }

  /** A worker stopped with a failure. */
  void failed(IngestException failure) {
    failures.happened(failure, healed);
  }

  /** Whether something of that chance in a hundred goes wrong now. */
  boolean faulty(int percent) {
    return !healed && random.nextInt(100) < percent;
  }

  /** Whether a lane hears an answer in the turn of its call. */
  boolean answersAtOnce() {
    return healed || random.nextBoolean();
  }

  /** Whether a worker that is made now ends at the latest offsets. */
  boolean boundedNow() {
    return settings.bounded() && !healed && random.nextBoolean();
  }

  // ---- the run ----

  /** From the first move to the last. */
  void run() {
    for (int i = 0; i < 6; i++) {
      topic.produce();
    }
    settings.seekOffsets().keySet().forEach(topic::produceTo);
    for (int i = 0; i < settings.processes(); i++) {
      processes.add(new SimProcess(this, i));
      processes.get(i).start();
    }
    int catastropheAt = random.nextInt(settings.turns());
    for (int i = 0; i < settings.turns(); i++) {
      if (i == catastropheAt) {
        events.catastrophe();
      }
      turn();
    }
    heal();
    converge();
    stopAll();
  }

  /** One move of somebody. */
  void turn() {
    turns++;
    int dice = random.nextInt(100);
    if (dice < settings.events()) {
      events.happen();
    } else if (dice < 20) {
      String what = topic.produce();
      trace.say(() -> "produce " + what);
    } else if (dice < 26) {
      clock.advance(Duration.ofMillis(1L << random.nextInt(12)));
    } else if (dice < 28) {
      events.reviveSomebody();
    } else if (dice < 58) {
      laneTurn();
    } else {
      workerStep();
    }
  }

  private void workerStep() {
    List<SimWorker> able = new ArrayList<>();
    for (SimProcess process : processes) {
      if (process.runs()) {
        for (SimWorker worker : process.workers()) {
          if (!worker.busy() && !worker.over()) {
            able.add(worker);
          }
        }
      }
    }
    if (!able.isEmpty()) {
      SimWorker worker = able.get(random.nextInt(able.size()));
      trace.say(() -> worker.name() + " steps, " + worker.loop().status().activity());
      worker.step();
    }
  }

  private void laneTurn() {
    List<SimLane> able = new ArrayList<>();
    for (SimProcess process : processes) {
      if (process.runs()) {
        process.lanes().stream().filter(lane -> !lane.idle()).forEach(able::add);
      }
    }
    if (!able.isEmpty()) {
      able.get(random.nextInt(able.size())).turn();
    }
  }

  /** A worker is within a call. */
  void within(SimWorker worker, String call) {
    if (healed) {
      return;
    }
    if (settings.crashes() > 0 && random.nextInt(10_000) < settings.crashes()) {
      trace.say(() -> worker.name() + " dies at: " + call);
      events.crash(worker);
    } else if (depth < MAX_DEPTH && random.nextInt(1_000) < settings.interleaving()) {
      trace.say(() -> worker.name() + " is at: " + call + ", and others move");
      movesWithin(() -> false);
    }
  }

  private void movesWithin(BooleanSupplier enough) {
    depth++;
    trace.enter();
    for (int i = 1 + random.nextInt(8); i > 0 && !enough.getAsBoolean(); i--) {
      turn();
    }
    trace.leave();
    depth--;
  }

  /** A worker waits within a call, for that long or until what it waits for is there. */
  void passTime(SimWorker worker, Duration timeout, BooleanSupplier there) {
    if (healed) {
      for (int i = 0; i < 50 && !there.getAsBoolean(); i++) {
        allLanesTurn();
      }
    } else if (depth < MAX_DEPTH) {
      movesWithin(there);
    } else {
      for (int i = 0; i < 4 && !there.getAsBoolean(); i++) {
        laneTurn();
      }
    }
    if (!there.getAsBoolean()) {
      clock.advance(timeout);
    }
  }

  /** A poll had nothing. */
  void idlePoll() {
    clock.advance(Duration.ofMillis(10));
  }

  // ---- the end ----

  private void heal() {
    trace.say(() -> "HEALED");
    healed = true;
    table.setAway(false);
    deadLetterTable.setAway(false);
    for (SimTable each : List.of(table, deadLetterTable)) {
      while (each.hasInFlight()) {
        String what = each.landLate(0);
        trace.say(() -> what);
      }
    }
    topic.endTransactions();
    for (SimProcess process : processes) {
      if (process.alive()) {
        process.freeze(0);
        process.workers().forEach(this::heal);
      } else {
        process.start();
      }
    }
    events.forgetTheDead();
    group.rebalance();
  }

  /** Runs on, and for ever, but for one whose end may have been another topic's. */
  private void heal(SimWorker worker) {
    if (worker.bounded() && failures.anyLasting()) {
      worker.stop();
    } else {
      worker.resume();
    }
  }

  private void allLanesTurn() {
    processes.forEach(process -> process.lanes().forEach(SimLane::turn));
  }

  private void converge() {
    int restarts = 0;
    long progress = checker.progress();
    for (int idle = 0; idle < MAX_ROUNDS_WITHOUT_PROGRESS; idle++) {
      for (SimProcess process : processes) {
        for (SimWorker worker : List.copyOf(process.workers())) {
          if (!worker.over()) {
            worker.step();
          } else if (restarts < MAX_RESTARTS_HEALED * processes.size()) {
            restarts++;
            process.restart(worker);
            events.forgetTheDead();
          }
        }
        process.lanes().forEach(SimLane::turn);
      }
      clock.advance(HEALED_ROUND);
      if (checker.missing() == null && processes.stream().allMatch(SimProcess::idle)) {
        checker.checkQuiet();
        return;
      }
      if (checker.progress() != progress) {
        progress = checker.progress();
        idle = 0;
      }
    }
    if (!failures.explainStandstill()) {
      throw new Violation(
          "everything is healed, and yet "
              + checker.missing()
              + "; workers: "
              + processes.stream().map(SimProcess::workers).toList());
    }
  }

  /** Stops what runs; nothing may be in the way any more. */
  private void stopAll() {
    trace.say(() -> "STOP");
    for (SimProcess process : processes) {
      for (SimWorker worker : process.workers()) {
        worker.stop();
        for (int i = 0; !worker.over(); i++) {
          worker.step();
          allLanesTurn();
          clock.advance(Duration.ofMillis(10));
          if (i == 4_000) {
            throw new Violation(worker.name() + " does not stop: " + worker.loop().status());
          }
        }
      }
    }
  }
}
