package io.deltaingest.launcher.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deltaingest.domain.commit.CommitReport;
import io.deltaingest.domain.stream.StreamConfig;
import io.deltaingest.domain.stream.StreamState;
import io.deltaingest.domain.stream.StreamStatus;
import io.deltaingest.domain.stream.WorkerStatus;
import io.deltaingest.domain.stream.WorkerStatus.Activity;
import io.deltaingest.domain.stream.WorkerStatus.Counts;
import io.deltaingest.domain.stream.WorkerStatus.LastCommit;
import io.deltaingest.domain.stream.WorkerStatus.LastFault;
import io.deltaingest.domain.stream.WorkerStatus.Partition;
import io.deltaingest.launcher.config.JsonStreamConfigCodec;
import io.deltaingest.launcher.config.References;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {
  private static final StreamConfig CONFIG =
      JsonStreamConfigCodec.withoutDefaults(new References(Map.of()))
          .parse(
              "{\"name\":\"web\",\"source\":{\"topic\":\"t\"},\"table\":{\"location\":\"./t\"}}");

  private final Shown shown = new Shown();
  private volatile List<StreamStatus> streams = List.of();
  private final AtomicLong now = new AtomicLong(1_000_000);
  private final ConsoleProgress progress = new ConsoleProgress(() -> streams, shown, now::get);

  @Test
  void shouldAddUpTheWorkersOfAStream() {
    streams =
        List.of(
            status(
                worker(0, Activity.RUNNING, 100, commit(now.get() - 9_000, 41), null, 5, 10),
                worker(1, Activity.RUNNING, 200, commit(now.get() - 3_000, 42), null, 7)));

    progress.show();

    assertThat(shown.last())
        .isEqualTo("running, lag 22, 600 rows held, version 42 committed 3 s ago, 2 bad records");
  }

  @Test
  void shouldShowRowsPerSecondBetweenTwoMoments() {
    streams = List.of(status(worker(0, Activity.RUNNING, 1_000, null, null)));
    progress.show();
    assertThat(shown.last()).isEqualTo("running, 300 rows held, no commit yet, 1 bad record");

    now.addAndGet(2_000);
    streams = List.of(status(worker(0, Activity.RUNNING, 1_625_690, null, null)));
    progress.show();
    assertThat(shown.last()).contains("812,345 rows/s");
  }

  @Test
  void shouldShowNoRateWhenAStreamBeganAnew() {
    streams = List.of(status(worker(0, Activity.RUNNING, 1_000, null, null)));
    progress.show();
    now.addAndGet(1_000);
    streams = List.of(status(worker(0, Activity.RUNNING, 10, null, null)));
    progress.show();

    assertThat(shown.last()).doesNotContain("rows/s");
  }

  @Test
  void shouldSayWhatAWorkerWaitsOut() {
    streams =
        List.of(
            status(
                worker(
                    0,
                    Activity.RECOVERING,
                    0,
                    null,
                    new LastFault(now.get(), "broker b:1 is away"))));
    progress.show();
    assertThat(shown.last()).endsWith(", waiting: broker b:1 is away");

    streams =
        List.of(
            status(
                worker(
                    0, Activity.RUNNING, 0, null, new LastFault(now.get(), "broker b:1 is away"))));
    progress.show();
    assertThat(shown.last()).doesNotContain("away");
  }

  @Test
  void shouldShowAgainAndAgainUntilClosed() {
    streams = List.of(status(worker(0, Activity.RUNNING, 1, null, null)));

    progress.start();
    await().atMost(Duration.ofSeconds(10)).until(() -> shown.lines.size() > 2);
    progress.close();

    assertThat(shown.ended).isTrue();
  }

  @Test
  void shouldEndWhenTheStatusesCannotBeHad() {
    ConsoleProgress broken =
        new ConsoleProgress(
            () -> {
              throw new IllegalStateException("boom");
            },
            shown,
            now::get);

    broken.start();

    await().atMost(Duration.ofSeconds(10)).until(() -> shown.ended);
    broken.close();
  }

  @Test
  void shouldWriteAgesAsPeopleDo() {
    assertThat(
            LongStream.of(0, 119_999, 120_000, 7_199_999, 7_200_000, 172_800_000)
                .mapToObj(ProgressText::age))
        .containsExactly("0 s", "119 s", "2 min", "119 min", "2 h 0 min", "2 d");
  }

  private static StreamStatus status(WorkerStatus... workers) {
    return new StreamStatus(CONFIG, new StreamState.Running(), List.of(workers));
  }

  private static LastCommit commit(long atMillis, long version) {
    return new LastCommit(atMillis, new CommitReport(version, 1, 1, 1, 1, 1));
  }

  private static WorkerStatus worker(
      int number, Activity activity, long rows, LastCommit last, LastFault fault, long... lags) {
    return new WorkerStatus(
        number,
        activity,
        null,
        LongStream.of(lags)
            .mapToObj(
                lag ->
                    new Partition(
                        number, OptionalLong.of(1), 2, OptionalLong.of(3), OptionalLong.of(lag)))
            .toList(),
        new Counts(rows, rows, rows, 0, 0, 1, 0, 2, 0, 300, 400),
        Map.of(),
        List.of(),
        Map.of(),
        last,
        fault);
  }

  private static final class Shown implements ProgressView {
    final List<String> lines = new CopyOnWriteArrayList<>();
    volatile boolean ended;

    @Override
    public Duration interval() {
      return Duration.ofMillis(5);
    }

    @Override
    public void show(List<StreamProgress> progress) {
      progress.forEach(stream -> lines.add(ProgressText.line(stream)));
    }

    @Override
    public void end() {
      ended = true;
    }

    String last() {
      return lines.get(lines.size() - 1);
    }
  }
}
