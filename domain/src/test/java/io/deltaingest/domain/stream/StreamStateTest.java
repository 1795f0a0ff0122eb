package io.deltaingest.domain.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltaingest.domain.error.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class StreamStateTest {

  private static final Problem PROBLEM = Problem.of("broken", "", "");

  /** Verb to state to the label that it leads to; what is missing is refused. */
  private static final Map<String, Map<String, String>> TABLE =
      Map.of(
          "start", Map.of("stopped", "starting", "failed", "starting", "finished", "starting"),
          "started", Map.of("starting", "running"),
          "pause", Map.of("running", "paused", "paused", "paused"),
          "resume", Map.of("running", "running", "paused", "running"),
          "stop",
              Map.of(
                  "stopped", "stopped",
                  "starting", "stopping",
                  "running", "stopping",
                  "paused", "stopping",
                  "stopping", "stopping",
                  "failed", "stopped",
                  "finished", "stopped"),
          "stopped", Map.of("stopping", "stopped"),
          "finish", Map.of("starting", "finished", "running", "finished", "paused", "finished"),
          "fail",
              Map.of(
                  "stopped", "stopped",
                  "starting", "failed",
                  "running", "failed",
                  "paused", "failed",
                  "stopping", "failed",
                  "failed", "failed",
                  "finished", "failed"));

  private static final Map<String, UnaryOperator<StreamState>> VERBS = new LinkedHashMap<>();

  static {
    VERBS.put("start", StreamState::start);
    VERBS.put("started", StreamState::started);
    VERBS.put("pause", StreamState::pause);
    VERBS.put("resume", StreamState::resume);
    VERBS.put("stop", StreamState::stop);
    VERBS.put("stopped", StreamState::stopped);
    VERBS.put("finish", StreamState::finish);
    VERBS.put("fail", state -> state.fail(PROBLEM));
  }

  @Test
  void shouldFollowTheTableOfTransitionsOnAnyWalk() {
    Random random = new Random(7);
    List<String> verbs = List.copyOf(VERBS.keySet());
    StreamState state = new StreamState.Stopped();
    for (int step = 0; step < 10_000; step++) {
      String verb = verbs.get(random.nextInt(verbs.size()));
      String target = TABLE.get(verb).get(state.label());
      StreamState from = state;
      if (target == null) {
        assertThatThrownBy(() -> VERBS.get(verb).apply(from))
            .as("%s from %s", verb, from.label())
            .isInstanceOf(StreamRequestException.class)
            .hasMessageContaining(from.label());
      } else {
        state = VERBS.get(verb).apply(from);
        assertThat(state.label()).as("%s from %s", verb, from.label()).isEqualTo(target);
      }
    }
  }

  @Test
  void shouldKeepTheFirstProblem() {
    StreamState failed = new StreamState.Running().fail(PROBLEM);

    StreamState again = failed.fail(Problem.of("later", "", ""));

    assertThat(again).isEqualTo(new StreamState.Failed(PROBLEM));
  }
}
