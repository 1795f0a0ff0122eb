package io.deltaingest.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The loop and the commit protocol under every fault, by seeds. */
class SimulationTest {

  private static final int MOST_FAILURES_SHOWN = 3;

  @Test
  void shouldBringEachMessageToTheTablesExactlyOnceWhateverHappens() {
    Long only = Long.getLong("sim.seed");
    if (only != null) {
      Simulation.trace(only, Mutation.NONE).forEach(System.out::println);
      Simulation.run(only, Mutation.NONE).ifPresent(failure -> fail(failure.report()));
      return;
    }
    long from = Long.getLong("sim.from", 0);
    long seeds = Long.getLong("sim.seeds", 2_000);
    List<Simulation.Failure> failures = new ArrayList<>();
    for (long seed = from; seed < from + seeds && failures.size() < MOST_FAILURES_SHOWN; seed++) {
      Simulation.run(seed, Mutation.NONE).ifPresent(failures::add);
    }
    if (!failures.isEmpty()) {
      fail(String.join("\n\n", failures.stream().map(Simulation.Failure::report).toList()));
    }
  }

  @Test
  void shouldGiveTheSameRunForTheSameSeed() {
    for (long seed = 0; seed < 20; seed++) {
      assertThat(Simulation.trace(seed, Mutation.NONE))
          .hasSizeGreaterThan(50)
          .isEqualTo(Simulation.trace(seed, Mutation.NONE));
    }
  }
}
