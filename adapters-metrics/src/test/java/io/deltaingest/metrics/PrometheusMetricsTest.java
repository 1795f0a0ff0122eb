package io.deltaingest.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.commit.CommitReport;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.port.IngestObserver.PollCounts;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.stream.StreamState;
import io.deltaingest.domain.stream.WorkerStatus.Activity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PrometheusMetricsTest {

  private final MetricsBackend backend = new MetricsBackend();
  private final PrometheusMetrics metrics = new PrometheusMetrics(backend.registry());

  @AfterEach
  void close() {
    backend.close();
  }

  @Test
  void shouldCountWhatWasPolledByStream() {
    // given two workers of one stream and one of another
    WorkerObserver first = metrics.worker("a");
    WorkerObserver second = metrics.worker("a");
    WorkerObserver other = metrics.worker("b");

    // when
    first.polled(new PollCounts(100, 23_100, 3, 5, 1, 2, 89, 1));
    second.polled(new PollCounts(10, 1_000, 0, 0, 0, 0, 10, 0));
    other.polled(new PollCounts(1, 5, 1, 0, 0, 0, 0, 0));

    // then
    assertThat(lines())
        .contains(
            "kdi_messages_total{stream=\"a\"} 110.0",
            "kdi_bytes_total{stream=\"a\"} 24100.0",
            "kdi_rows_total{stream=\"a\"} 99.0",
            "kdi_tombstones_total{stream=\"a\"} 3.0",
            "kdi_filtered_total{stream=\"a\"} 5.0",
            "kdi_filtered_total{stream=\"b\"} 0.0",
            "kdi_messages_total{stream=\"b\"} 1.0",
            "kdi_tombstones_total{stream=\"b\"} 1.0",
            "kdi_rows_total{stream=\"b\"} 0.0");
  }

  @Test
  void shouldCountBadRecordsByStageAndReason() {
    WorkerObserver observer = metrics.worker("a");

    observer.rejected(rejection(Rejection.Stage.DECODE, "invalid-json"), 0, 1);
    observer.rejected(rejection(Rejection.Stage.DECODE, "invalid-json"), 0, 2);
    observer.rejected(rejection(Rejection.Stage.STORE, "wrong-type"), 0, 3);

    assertThat(lines())
        .contains(
            "kdi_bad_records_total{reason=\"invalid-json\",stage=\"decode\",stream=\"a\"} 2.0",
            "kdi_bad_records_total{reason=\"wrong-type\",stage=\"store\",stream=\"a\"} 1.0");
  }

  @Test
  void shouldCountAndTimeCommits() {
    WorkerObserver observer = metrics.worker("a");

    observer.fileWritten(10 << 20, 1_000);
    observer.committed(new CommitReport(7, 1_000, 1, 10 << 20, 2_000_000_000L, 3_000_000L));
    observer.commitFailed("offsets-moved");
    observer.commitRetried();
    observer.fault("broker away", false);

    assertThat(lines())
        .contains(
            "kdi_commits_total{outcome=\"committed\",stream=\"a\"} 1.0",
            "kdi_commits_total{outcome=\"offsets-moved\",stream=\"a\"} 1.0",
            "kdi_commits_total{outcome=\"failed\",stream=\"a\"} 0.0",
            "kdi_commit_retries_total{stream=\"a\"} 1.0",
            "kdi_faults_total{fatal=\"false\",stream=\"a\"} 1.0",
            "kdi_faults_total{fatal=\"true\",stream=\"a\"} 0.0",
            "kdi_files_total{stream=\"a\"} 1.0",
            "kdi_file_bytes_sum{stream=\"a\"} 1.048576E7",
            "kdi_file_bytes_bucket{stream=\"a\",le=\"8388608.0\"} 0",
            "kdi_file_bytes_bucket{stream=\"a\",le=\"3.3554432E7\"} 1",
            "kdi_flush_seconds_sum{stream=\"a\"} 2.0",
            "kdi_flush_seconds_bucket{stream=\"a\",le=\"1.0\"} 0",
            "kdi_flush_seconds_bucket{stream=\"a\",le=\"2.5\"} 1",
            "kdi_commit_seconds_sum{stream=\"a\"} 0.003",
            "kdi_commit_seconds_count{stream=\"a\"} 1");
  }

  @Test
  void shouldCountDeadLettersApartFromRowsAndCommits() {
    // given two workers of one stream
    WorkerObserver first = metrics.worker("a");
    WorkerObserver second = metrics.worker("a");

    // when
    first.deadLettersCommitted(new CommitReport(3, 40, 1, 1_000, 1, 1));
    second.deadLettersCommitted(new CommitReport(4, 2, 1, 100, 1, 1));

    // then
    assertThat(lines())
        .contains(
            "kdi_dead_letters_total{stream=\"a\"} 42.0",
            "kdi_rows_total{stream=\"a\"} 0.0",
            "kdi_files_total{stream=\"a\"} 0.0",
            "kdi_commits_total{outcome=\"committed\",stream=\"a\"} 0.0");
  }

  @Test
  void shouldShowLagStateAndWhatIsHeldAsTheStatusTells() {
    // given a partition whose lag is not known yet and a worker that stopped
    metrics.refresh(
        List.of(
            Statuses.of(
                "a",
                new StreamState.Running(),
                Statuses.worker(0, Activity.RUNNING, 1_700_000_000_500L, Map.of(0, 5L, 1, 0L)),
                Statuses.worker(1, Activity.RUNNING, 1_600_000_000_000L, Map.of(2, 10L, 3, -1L)),
                Statuses.worker(2, Activity.STOPPED, 0, Map.of(4, 99L))),
            Statuses.of("b", new StreamState.Paused())));

    assertThat(lines())
        .contains(
            "kdi_partition_lag{partition=\"0\",stream=\"a\"} 5.0",
            "kdi_partition_lag{partition=\"1\",stream=\"a\"} 0.0",
            "kdi_partition_lag{partition=\"2\",stream=\"a\"} 10.0",
            "kdi_stream_lag{stream=\"a\"} 15.0",
            "kdi_stream_state{state=\"running\",stream=\"a\"} 1.0",
            "kdi_stream_state{state=\"paused\",stream=\"a\"} 0.0",
            "kdi_stream_state{state=\"paused\",stream=\"b\"} 1.0",
            "kdi_held_rows{stream=\"a\"} 21.0",
            "kdi_held_bytes{stream=\"a\"} 2100.0",
            "kdi_last_commit_timestamp_seconds{stream=\"a\"} 1.7000000005E9")
        .noneMatch(line -> line.contains("partition=\"3\"") || line.contains("partition=\"4\""))
        .noneMatch(line -> line.startsWith("kdi_stream_lag{stream=\"b\""))
        .noneMatch(line -> line.startsWith("kdi_last_commit_timestamp_seconds{stream=\"b\""));
  }

  @Test
  void shouldFollowAPartitionThatMovesAndAStateThatChanges() {
    metrics.refresh(
        List.of(
            Statuses.of(
                "a",
                new StreamState.Running(),
                Statuses.worker(0, Activity.RUNNING, 0, Map.of(0, 5L, 1, 6L)))));

    metrics.refresh(
        List.of(
            Statuses.of(
                "a",
                new StreamState.Paused(),
                Statuses.worker(0, Activity.PAUSED, 0, Map.of(1, 2L)))));

    assertThat(lines())
        .contains(
            "kdi_partition_lag{partition=\"1\",stream=\"a\"} 2.0",
            "kdi_stream_lag{stream=\"a\"} 2.0",
            "kdi_stream_state{state=\"running\",stream=\"a\"} 0.0",
            "kdi_stream_state{state=\"paused\",stream=\"a\"} 1.0")
        .noneMatch(line -> line.startsWith("kdi_partition_lag{partition=\"0\""));
  }

  @Test
  void shouldNameEveryStateThatAStreamCanBeIn() throws Exception {
    // given each state by its class, so that a new one breaks this test
    for (Class<?> state : StreamState.class.getPermittedSubclasses()) {
      metrics.refresh(List.of(Statuses.of("a", instance(state))));

      String label = instance(state).label();
      assertThat(lines())
          .as(label)
          .contains("kdi_stream_state{state=\"" + label + "\",stream=\"a\"} 1.0");
    }
  }

  @Test
  void shouldKeepCountsWhileAStreamIsStoppedAndForgetThemWhenItIsDeleted() {
    // given
    WorkerObserver observer = metrics.worker("a");
    observer.polled(new PollCounts(5, 50, 0, 0, 0, 0, 5, 0));
    observer.rejected(rejection(Rejection.Stage.DECODE, "invalid-json"), 0, 1);
    metrics.worker("b");

    // when stopped: its worker is gone, the stream is still listed
    observer.close();
    observer.close();
    metrics.refresh(
        List.of(
            Statuses.of("a", new StreamState.Stopped()),
            Statuses.of("b", new StreamState.Running())));

    // then
    assertThat(lines()).contains("kdi_messages_total{stream=\"a\"} 5.0");

    // when deleted
    metrics.refresh(List.of(Statuses.of("b", new StreamState.Running())));

    // then
    assertThat(lines())
        .noneMatch(line -> line.contains("stream=\"a\""))
        .contains("kdi_messages_total{stream=\"b\"} 0.0");

    // when created anew
    metrics.worker("a").polled(new PollCounts(1, 1, 0, 0, 0, 0, 1, 0));

    // then
    assertThat(lines()).contains("kdi_messages_total{stream=\"a\"} 1.0");
  }

  @Test
  void shouldKeepAStreamThatHasWorkersBeforeItIsListed() {
    WorkerObserver observer = metrics.worker("new");

    metrics.refresh(List.of());
    observer.polled(new PollCounts(5, 50, 0, 0, 0, 0, 5, 0));

    assertThat(lines()).contains("kdi_messages_total{stream=\"new\"} 5.0");
  }

  @Test
  void shouldLoseNoCountWhenWorkersReportAtOnce() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      WorkerObserver observer = metrics.worker("a");
      threads.add(
          new Thread(
              () -> {
                for (int n = 0; n < 1_000; n++) {
                  observer.polled(new PollCounts(1, 1, 0, 0, 0, 1, 0, 0));
                  observer.rejected(rejection(Rejection.Stage.STORE, "reason-" + n % 10), 0, n);
                }
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(lines())
        .contains(
            "kdi_messages_total{stream=\"a\"} 4000.0",
            "kdi_bad_records_total{reason=\"reason-3\",stage=\"store\",stream=\"a\"} 400.0");
  }

  private List<String> lines() {
    return backend.scrape().lines().toList();
  }

  private static Rejection rejection(Rejection.Stage stage, String errorClass) {
    return new Rejection(stage, errorClass, null, null, null, "detail");
  }

  private static StreamState instance(Class<?> state) throws ReflectiveOperationException {
    if (state == StreamState.Failed.class) {
      return new StreamState.Failed(Problem.of("p", "c", "r"));
    }
    return (StreamState) state.getDeclaredConstructor().newInstance();
  }
}
