package io.deltaingest.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.deltaingest.quickstart.AdminApi.StreamProgress;
import org.junit.jupiter.api.Test;

class AdminApiTest {

  @Test
  void shouldReadRunningStream() throws JsonProcessingException {
    StreamProgress progress =
        progress(
            """
            {"name":"s","state":"running","problem":null,"lag":7,
             "totals":{"messages":12000,"bytes":99},"lastCommit":{"version":3}}
            """);

    assertThat(progress).isEqualTo(new StreamProgress("running", null, 12000, 99, 7L, 3L));
    assertThat(progress.isFailed()).isFalse();
    assertThat(progress.isCaughtUp()).isFalse();
    assertThat(progress.line()).isEqualTo("running: 12,000 messages read, lag 7, version 3");
  }

  @Test
  void shouldNotTakeUnknownLagForCaughtUp() throws JsonProcessingException {
    StreamProgress progress =
        progress("{\"state\":\"starting\",\"problem\":null,\"lag\":null,\"lastCommit\":null}");

    assertThat(progress.isCaughtUp()).isFalse();
    assertThat(progress.line())
        .isEqualTo("starting: 0 messages read, lag not known yet, no commit yet");
  }

  @Test
  void shouldKnowWhenTableHasEverything() throws JsonProcessingException {
    assertThat(progress("{\"state\":\"running\",\"lag\":0}").isCaughtUp()).isTrue();
  }

  @Test
  void shouldTellWhyStreamFailed() throws JsonProcessingException {
    StreamProgress progress =
        progress(
            """
            {"state":"failed","problem":{"what":"No table","cause":"empty folder","remedy":"create it"}}
            """);

    assertThat(progress.isFailed()).isTrue();
    assertThat(progress.problem()).isEqualTo("No table: empty folder. create it");
  }

  private static StreamProgress progress(String json) throws JsonProcessingException {
    return StreamProgress.of(new ObjectMapper().readTree(json));
  }
}
