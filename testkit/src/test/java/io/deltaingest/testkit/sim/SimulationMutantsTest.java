package io.deltaingest.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The simulation finds the mistakes that it is there to find. */
class SimulationMutantsTest {

  private record Mutant(String name, Mutation mutation, String invariant) {}

  private static final int MOST_SEEDS = 10_000;

  @TestFactory
  Stream<DynamicTest> shouldCatch() {
    return Stream.of(
            new Mutant("no compare of offsets", LogMutants.comparesNot(id -> true), "I1"),
            new Mutant(
                "a doubtful put is taken for failed", LogMutants.takesDoubtForFailure(), "I"),
            new Mutant("a doubtful put is taken for landed", LogMutants.takesDoubtForSuccess(), ""),
            new Mutant(
                "progress from the last record", PortMutants.takesProgressFromTheLastRecord(), ""),
            new Mutant("dead letters last", PortMutants.commitsDeadLettersLast(), "I2"),
            new Mutant("the window is ignored", PortMutants.ignoresTheWindow(), "I2"),
            new Mutant("the cached version is trusted", LogMutants.trustsTheCachedVersion(), ""),
            new Mutant("revoked txn carried on", PortMutants.carriesRevokedPartitionsOn(), "I"),
            new Mutant("the next batch is kept", PortMutants.keepsTheNextBatch(), "I1"),
            new Mutant("no fence", LogMutants.comparesNot(id -> id.endsWith("-fence")), "I"),
            new Mutant(
                "no count of dead-letter commits",
                LogMutants.comparesNot(id -> id.contains("-dlq-")),
                "I"))
        .map(mutant -> DynamicTest.dynamicTest(mutant.name(), () -> check(mutant)));
  }

  private static void check(Mutant mutant) {
    for (long seed = 0; seed < MOST_SEEDS; seed++) {
      Optional<Simulation.Failure> caught = Simulation.run(seed, mutant.mutation());
      if (caught.isPresent()) {
        assertThat(caught.get().violation()).isInstanceOf(Violation.class);
        assertThat(caught.get().violation().getMessage()).startsWith(mutant.invariant());
        return;
      }
    }
    throw new AssertionError(mutant.name() + " was not caught by " + MOST_SEEDS + " seeds");
  }
}
