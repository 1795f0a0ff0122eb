package io.deltaingest.testkit.sim;

import java.util.ArrayList;
import java.util.List;

/** A process: its workers, and its lanes into the tables, which end with it. */
final class SimProcess {

  private final SimWorld world;
  private final int number;
  private final List<SimWorker> workers = new ArrayList<>();
  private SimLane mainLane;
  private SimLane deadLetterLane;
  private int incarnations;
  private int workersMade;
  private boolean alive;
  private int frozenUntil;

  SimProcess(SimWorld world, int number) {
    this.world = world;
    this.number = number;
  }

  /** Begins a new life with new workers. */
  void start() {
    alive = true;
    incarnations++;
    frozenUntil = 0;
    mainLane = new SimLane(world, name() + "/lane", world.table());
    deadLetterLane = new SimLane(world, name() + "/dead-letter lane", world.deadLetterTable());
    workers.clear();
    for (int i = 0; i < world.settings().workers(); i++) {
      workers.add(newWorker(i));
    }
  }

  private SimWorker newWorker(int index) {
    return new SimWorker(world, this, index, name() + "-" + workersMade++);
  }

  /** In place of one that ended or died. */
  void restart(SimWorker ended) {
    int index = workers.indexOf(ended);
    workers.set(index, newWorker(index));
  }

  String name() {
    return "p" + number + "." + incarnations;
  }

  /** Everything in it is gone at once. */
  void kill() {
    alive = false;
    workers.forEach(SimWorker::kill);
  }

  boolean alive() {
    return alive;
  }

  void freeze(int untilTurn) {
    frozenUntil = untilTurn;
  }

  boolean runs() {
    return alive && frozenUntil <= world.turns();
  }

  List<SimWorker> workers() {
    return workers;
  }

  SimLane mainLane() {
    return mainLane;
  }

  SimLane deadLetterLane() {
    return deadLetterLane;
  }

  List<SimLane> lanes() {
    return world.settings().deadLetters() ? List.of(mainLane, deadLetterLane) : List.of(mainLane);
  }

  boolean idle() {
    return mainLane.idle() && deadLetterLane.idle();
  }
}
