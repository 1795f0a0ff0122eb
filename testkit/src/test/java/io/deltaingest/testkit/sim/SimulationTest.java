package io.deltaingest.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * The loop and the commit protocol under every fault, seed by seed. System properties: {@code
 * sim.seeds} and {@code sim.from} say which seeds, {@code sim.threads} on how many threads, {@code
 * sim.seed} runs one and prints its moves.
 */
class SimulationTest {

  private static final int MOST_FAILURES_SHOWN = 3;

  @Test
  void shouldBringEachMessageToTheTablesExactlyOnceWhateverHappens() throws InterruptedException {
    Long only = Long.getLong("sim.seed");
    if (only != null) {
      Simulation.trace(only, Mutation.NONE).forEach(System.out::println);
      Simulation.run(only, Mutation.NONE).ifPresent(failure -> fail(failure.report()));
      return;
    }
    List<Simulation.Failure> failures =
        run(
            Long.getLong("sim.from", 0),
            Long.getLong("sim.seeds", 2_000),
            Integer.getInteger("sim.threads", 1));
    if (!failures.isEmpty()) {
      fail(String.join("\n\n", failures.stream().map(Simulation.Failure::report).toList()));
    }
  }

  private static List<Simulation.Failure> run(long from, long seeds, int threads)
      throws InterruptedException {
    AtomicLong next = new AtomicLong(from);
    List<Simulation.Failure> failures = Collections.synchronizedList(new ArrayList<>());
    int count = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    ExecutorService workers = Executors.newFixedThreadPool(count);
    for (int i = 0; i < count; i++) {
      workers.execute(
          () -> {
            long seed = next.getAndIncrement();
            while (seed < from + seeds && failures.size() < MOST_FAILURES_SHOWN) {
              Simulation.run(seed, Mutation.NONE).ifPresent(failures::add);
              seed = next.getAndIncrement();
            }
          });
    }
    workers.shutdown();
    assertThat(workers.awaitTermination(1, TimeUnit.DAYS)).isTrue();
    return failures;
  }

  @Test
  void shouldGiveTheSameRunForTheSameSeed() {
    for (long seed = 0; seed < 20; seed++) {
      assertThat(Simulation.trace(seed, Mutation.NONE))
          .hasSizeGreaterThan(50)
          .isEqualTo(Simulation.trace(seed, Mutation.NONE));
    }
  }

  /** What a run without a violation means depends on what the runs meet. */
  @Test
  void shouldMeetEverythingThatItIsAbout() {
    Map<String, Integer> met = new HashMap<>();
    List<String> hoped =
        List.of(
            "dies at: polled",
            "dies at: outcome main",
            "dies at: outcome dead letters",
            "is killed",
            "stands still",
            "is thrown out, does not know",
            "is at: revoked, and others move",
            "is at: recorded, and others move",
            "late at",
            "late at 1: MINE",
            "put -> OTHER",
            "put -> ABSENT",
            "No answer",
            "settles Committed",
            "settles OffsetsMoved",
            "settles SchemaChanged",
            "settles TableReplaced",
            "LANDED dead letters",
            "revoked [",
            "lost [",
            "stopped",
            "finished",
            "a partition is added",
            "a column is added",
            "another writer appends",
            "retention deletes",
            "-fence is told again",
            "-commits is told again",
            "compaction of",
            "storage away: true",
            "abort in",
            "CATASTROPHE: TOPIC_RECREATED",
            "CATASTROPHE: TABLE_REPLACED",
            "CATASTROPHE: OFFSET_FORGOTTEN",
            "CATASTROPHE: RETENTION_OVERTOOK");
    int grouped = 0;
    for (long seed = 0; seed < 400; seed++) {
      for (String move : Simulation.trace(seed, Mutation.NONE)) {
        hoped.stream().filter(move::contains).forEach(each -> met.merge(each, 1, Integer::sum));
        if (move.contains("LANDED table") && move.contains(",")) {
          grouped++;
        }
      }
    }
    assertThat(met.keySet()).containsAll(hoped);
    assertThat(grouped).as("versions that workers share").isGreaterThan(10);
  }
}
