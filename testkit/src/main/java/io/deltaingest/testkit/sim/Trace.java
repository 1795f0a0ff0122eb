package io.deltaingest.testkit.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The moves of a run in words. Off in ordinary runs; a seed that fails is run again with it on. */
final class Trace {

  private final boolean on;
  private final List<String> lines = new ArrayList<>();
  private String indent = "";

  Trace(boolean on) {
    this.on = on;
  }

  void say(Supplier<String> line) {
    if (on) {
      lines.add(indent + line.get());
    }
  }

  /** Moves from here on are made while another actor is within a call. */
  void enter() {
    indent += "  ";
  }

  void leave() {
    indent = indent.substring(2);
  }

  List<String> lines() {
    return List.copyOf(lines);
  }
}
