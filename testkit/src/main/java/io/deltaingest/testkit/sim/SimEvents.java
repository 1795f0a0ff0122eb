package io.deltaingest.testkit.sim;

import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.testkit.fake.FakeMessageSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What befalls the world from outside of the loops. */
final class SimEvents {

  private static final int MAX_COLUMNS_ADDED = 3;

  private final SimWorld world;
  private final SplittableRandom random;
  private int columnsAdded;

  SimEvents(SimWorld world) {
    this.world = world;
    this.random = world.random();
  }

  private void say(String what) {
    world.trace().say(() -> what);
  }

  /** One of them. */
  void happen() {
    switch (random.nextInt(22)) {
      case 0, 1 -> rebalance();
      case 2, 3 -> expelSomebody();
      case 4, 5 -> freezeSomebody();
      case 6 -> crashSomebody(true);
      case 7 -> crashSomebody(false);
      case 8 -> stopSomebody();
      case 9, 10 -> pauseOrResume();
      case 11, 12 -> landLate();
      case 13 -> toggleStorage();
      case 14 -> foreignAppend();
      case 15 -> addColumn();
      case 16 -> addPartition();
      case 17 -> say(world.topic().compact());
      case 18 -> retention();
      case 19 -> forgetTheDead();
      default -> reviveSomebody();
    }
  }

  private SimTable anyTable() {
    return random.nextInt(3) == 0 ? world.deadLetterTable() : world.table();
  }

  private SimProcess anyProcess() {
    return world.processes().get(random.nextInt(world.processes().size()));
  }

  private SimWorker anyWorker() {
    List<SimWorker> workers = anyProcess().workers();
    return workers.get(random.nextInt(workers.size()));
  }

  // ---- the group ----

  private void rebalance() {
    List<FakeMessageSource> members = world.group().members();
    if (members.isEmpty() || random.nextBoolean()) {
      say("rebalance");
      world.group().rebalance();
      return;
    }
    int index = random.nextInt(members.size());
    List<Integer> some = new ArrayList<>();
    for (int partition = 0; partition < world.topic().partitionCount(); partition++) {
      if (random.nextBoolean()) {
        some.add(partition);
      }
    }
    say("rebalance: " + some + " to member " + index);
    world.group().assign(members.get(index), some);
  }

  private void expelSomebody() {
    List<FakeMessageSource> members = world.group().members();
    if (!members.isEmpty()) {
      int index = random.nextInt(members.size());
      int blindPolls = random.nextInt(6);
      say("member " + index + " is thrown out, does not know for " + blindPolls + " polls");
      world.group().expel(members.get(index), blindPolls);
    }
  }

  private void freezeSomebody() {
    SimProcess process = anyProcess();
    say(process.name() + " stands still");
    process.freeze(world.turns() + random.nextInt(60));
    if (random.nextBoolean()) {
      for (SimWorker worker : process.workers()) {
        if (world.group().members().contains(worker.member())) {
          world.group().expel(worker.member());
        }
      }
    }
  }

  /** The group notices who is dead. */
  void forgetTheDead() {
    List<FakeMessageSource> living = new ArrayList<>();
    for (SimProcess process : world.processes()) {
      process.workers().stream()
          .filter(worker -> !worker.dead())
          .forEach(worker -> living.add(worker.member()));
    }
    for (FakeMessageSource member : world.group().members()) {
      if (!living.contains(member)) {
        say("the group forgets a dead member");
        world.group().expel(member);
      }
    }
  }

  // ---- processes ----

  private void crashSomebody(boolean wholeProcess) {
    if (world.settings().crashes() > 0) {
      SimProcess process = anyProcess();
      if (wholeProcess) {
        say(process.name() + " is killed");
        process.kill();
      } else {
        SimWorker worker = anyWorker();
        say(worker.name() + " dies");
        worker.kill();
      }
    }
  }

  /** That worker dies where it is, alone or with its process. */
  void crash(SimWorker worker) {
    if (random.nextInt(4) == 0) {
      worker.kill();
    } else {
      worker.process().kill();
    }
  }

  private void stopSomebody() {
    SimWorker worker = anyWorker();
    say(worker.name() + " is told to stop");
    worker.stop();
  }

  private void pauseOrResume() {
    SimWorker worker = anyWorker();
    if (random.nextInt(3) == 0) {
      say(worker.name() + " is told to pause");
      worker.pause();
    } else {
      say(worker.name() + " is told to resume");
      worker.resume();
    }
  }

  /** One that is over is started again. */
  void reviveSomebody() {
    SimProcess process = anyProcess();
    if (!process.alive()) {
      process.start();
      return;
    }
    SimWorker worker = process.workers().get(random.nextInt(process.workers().size()));
    if (worker.over() && !worker.busy()) {
      process.restart(worker);
    }
  }

  // ---- tables ----

  private void landLate() {
    SimTable table = anyTable();
    if (table.hasInFlight()) {
      say(table.landLate(random.nextInt(8)));
    } else if (table.away()) {
      table.setAway(false);
    }
  }

  private void toggleStorage() {
    SimTable table = anyTable();
    table.setAway(!table.away());
    say("storage away: " + table.away());
  }

  private void foreignAppend() {
    anyTable().foreignAppend();
    foreignVersion();
    say("another writer appends");
  }

  /** A table that forgets, and has a past without this stream, may have forgotten it. */
  private void foreignVersion() {
    TableSnapshot newest = world.table().newest().snapshot();
    if (world.settings().forgets()
        && newest.version() > 0
        && newest.txnVersion(SimSettings.APP_ID + "-partitions").isEmpty()) {
      world.failures().mayBeForgotten();
    }
  }

  private void addColumn() {
    if (columnsAdded < MAX_COLUMNS_ADDED) {
      columnsAdded++;
      anyTable().addColumn();
      foreignVersion();
      say("a column is added");
    }
  }

  // ---- the topic ----

  private void addPartition() {
    int count = world.topic().partitionCount();
    if (count < SimSettings.MAX_PARTITIONS) {
      say("a partition is added");
      world.topic().addPartitions(count + 1);
      world.group().rebalance();
    }
  }

  /** Deletes what is in the table. */
  private void retention() {
    int partition = random.nextInt(world.topic().partitionCount());
    long stored = world.checker().stored(partition);
    if (stored > 0 && world.settings().seekOffsets().isEmpty()) {
      say("retention deletes " + partition + " before " + stored);
      world.topic().deleteBefore(partition, stored - random.nextInt(2));
      world.failures().retentionRan();
    }
  }

  // ---- the end of a stream ----

  /** What this run has in store, if anything. */
  void catastrophe() {
    SimSettings.Catastrophe kind = world.settings().catastrophe();
    switch (kind) {
      case TOPIC_RECREATED -> world.topic().recreate();
      case TABLE_REPLACED -> {
        int size = world.table().versions().size();
        boolean commits = world.processes().stream().anyMatch(process -> !process.idle());
        world
            .table()
            .replace(commits ? size + 1 + random.nextInt(3) : 1 + random.nextInt(size + 3));
        foreignVersion();
        world.checker().replaced(world.table().newest().snapshot().tableId());
      }
      case OFFSET_FORGOTTEN -> {
        int partition = random.nextInt(world.topic().partitionCount());
        if (world.checker().stored(partition) == Long.MIN_VALUE) {
          return;
        }
        world.table().forget(SimSettings.APP_ID + "-" + partition);
      }
      case RETENTION_OVERTOOK -> {
        int partition = random.nextInt(world.topic().partitionCount());
        world.topic().deleteBefore(partition, world.topic().current().stableEnd(partition));
      }
      case NONE -> {
        return;
      }
    }
    say("CATASTROPHE: " + kind);
    world.failures().befell(kind);
  }
}
