package io.deltaingest.testkit.sim;

import java.util.List;
import java.util.Optional;

/**
 * Runs of the ingest loop in a world that is made from a seed. The same seed gives the same run, on
 * any machine.
 */
public final class Simulation {

  private Simulation() {}

  /**
   * A seed that did not hold.
   *
   * @param violation what was wrong
   * @param moves the run, move by move
   */
  public record Failure(long seed, Throwable violation, List<String> moves) {

    /** Everything that is needed to look into it, and the command that shows it again. */
    public String report() {
      return "seed "
          + seed
          + ": "
          + violation
          + "\n  "
          + String.join("\n  ", moves)
          + "\nAgain: mvn -pl testkit test -Dtest=SimulationTest -Dsim.seed="
          + seed;
    }
  }

  /** Runs one seed; what was wrong with it, if anything was. */
  public static Optional<Failure> run(long seed, Mutation mutation) {
    Throwable violation = violation(seed, mutation, new Trace(false));
    if (violation == null) {
      return Optional.empty();
    }
    Trace trace = new Trace(true);
    Throwable again = violation(seed, mutation, trace);
    if (again == null || !again.toString().equals(violation.toString())) {
      again = new Violation("not the same again: first " + violation + ", then " + again);
    }
    return Optional.of(new Failure(seed, again, trace.lines()));
  }

  /** Runs one seed and tells its moves. */
  public static List<String> trace(long seed, Mutation mutation) {
    Trace trace = new Trace(true);
    Throwable violation = violation(seed, mutation, trace);
    if (violation != null) {
      trace.say(violation::toString);
    }
    return trace.lines();
  }

  private static Throwable violation(long seed, Mutation mutation, Trace trace) {
    try {
      new SimWorld(seed, mutation, trace).run();
      return null;
    } catch (RuntimeException | Error violation) {
      return violation;
    }
  }
}
