package io.deltaingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.stream.StreamState;
import io.deltaingest.domain.stream.StreamStatus;
import io.deltaingest.domain.stream.WorkerStatus;
import io.deltaingest.domain.stream.WorkerStatus.Activity;
import io.deltaingest.domain.stream.WorkerStatus.Counts;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class StatusJsonTest {

  private final StatusJson json = new StatusJson(new FakeCodec());

  @Test
  void shouldShowEveryFieldOfAStatus() {
    JsonObject whole = json.whole(status(Samples.first(), Samples.second()));
    whole.remove("config");

    assertThat(whole)
        .isEqualTo(
            new JsonObject(
                """
                {"name": "a", "state": "running", "problem": null, "topic": "a_topic",
                 "table": "/tables/a", "lag": 65,
                 "totals": {"messages": 1010, "bytes": 233310, "rows": 1000, "tombstones": 1,
                   "filtered": 7, "rejected": 10, "deadLetters": 8, "commits": 4, "conflicts": 1, "heldRows": 20, "heldBytes": 4096},
                 "lastCommit": {"at": "2023-11-14T22:13:20.000Z", "version": 12, "rows": 990,
                   "files": 2, "bytes": 65536, "flushMillis": 1.5, "commitMillis": 0.812},
                 "lastFault": {"at": "2023-11-14T22:13:20.007Z", "message": "The broker is away"},
                 "partitions": [
                   {"partition": 0, "worker": 0, "tableOffset": null, "position": 0,
                     "endOffset": 7, "lag": 7},
                   {"partition": 1, "worker": 1, "tableOffset": 9, "position": 10,
                     "endOffset": 10, "lag": 0},
                   {"partition": 2, "worker": 0, "tableOffset": 41, "position": 60,
                     "endOffset": 100, "lag": 58}],
                 "badRecords": {"invalid-json": 2, "wrong-type": 8},
                 "badRecordSamples": [{"partition": 2, "offset": 40, "stage": "store",
                   "reason": "wrong-type", "detail": "id: \\"x\\" is no integer"}],
                 "droppedProperties": {"extra.a": 1, "extra.b": 5},
                 "workers": [
                   {"worker": 0, "activity": "running", "limit": "commit in progress",
                     "counts": {"messages": 1000, "bytes": 231000, "rows": 990, "tombstones": 1,
                       "filtered": 5, "rejected": 9, "deadLetters": 7, "commits": 3, "conflicts": 1,
                       "heldRows": 20, "heldBytes": 4096},
                     "lastCommit": {"at": "2023-11-14T22:13:20.000Z", "version": 12, "rows": 990,
                       "files": 2, "bytes": 65536, "flushMillis": 1.5, "commitMillis": 0.812},
                     "lastFault": null},
                   {"worker": 1, "activity": "recovering", "limit": null,
                     "counts": {"messages": 10, "bytes": 2310, "rows": 10, "tombstones": 0,
                       "filtered": 2, "rejected": 1, "deadLetters": 1, "commits": 1, "conflicts": 0,
                       "heldRows": 0, "heldBytes": 0},
                     "lastCommit": {"at": "2020-09-13T12:26:40.123Z", "version": 3, "rows": 10,
                       "files": 1, "bytes": 1024, "flushMillis": 1.0, "commitMillis": 0.9},
                     "lastFault": {"at": "2023-11-14T22:13:20.007Z",
                       "message": "The broker is away"}}]}
                """));
  }

  @Test
  void shouldSortMapsByKey() {
    JsonObject whole = json.whole(status(Samples.first()));

    assertThat(whole.getJsonObject("droppedProperties").fieldNames())
        .containsExactly("extra.a", "extra.b");
    assertThat(whole.getJsonObject("badRecords").fieldNames())
        .containsExactly("invalid-json", "wrong-type");
  }

  @Test
  void shouldNotGuessALagThatIsNotKnownWhole() {
    // given two partitions, the end of one not seen yet
    WorkerStatus worker = worker(Activity.RUNNING, 0, OptionalLong.of(5), OptionalLong.empty());

    assertThat(json.summary(status(worker)).getValue("lag")).isNull();
  }

  @Test
  void shouldNotCountPartitionsOfAStoppedWorkerAsLag() {
    WorkerStatus stopped = worker(Activity.STOPPED, 0, OptionalLong.of(100));
    WorkerStatus running = worker(Activity.RUNNING, 0, OptionalLong.of(5));

    assertThat(json.summary(status(stopped)).getValue("lag")).isNull();
    assertThat(json.summary(status(stopped, running)).getLong("lag")).isEqualTo(5);
  }

  @Test
  void shouldCountAPartitionOnceWhileItMoves() {
    // given the same partition at its old worker and at its new one
    WorkerStatus old = worker(Activity.RUNNING, 3, OptionalLong.of(10));
    WorkerStatus now = worker(Activity.RUNNING, 3, OptionalLong.of(4));

    assertThat(json.summary(status(old, now)).getLong("lag")).isEqualTo(10);
  }

  private static StreamStatus status(WorkerStatus... workers) {
    return new StreamStatus(Samples.config("a"), new StreamState.Running(), List.of(workers));
  }

  private static WorkerStatus worker(Activity activity, int firstPartition, OptionalLong... lags) {
    List<WorkerStatus.Partition> partitions = new ArrayList<>();
    for (int i = 0; i < lags.length; i++) {
      partitions.add(
          Samples.partition(
              firstPartition + i, OptionalLong.empty(), 0, OptionalLong.empty(), lags[i]));
    }
    return new WorkerStatus(
        0,
        activity,
        null,
        partitions,
        new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        Map.of(),
        List.of(),
        Map.of(),
        null,
        null);
  }
}
