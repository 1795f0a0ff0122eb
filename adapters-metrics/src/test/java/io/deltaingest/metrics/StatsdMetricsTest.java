package io.deltaingest.metrics;

import static io.deltaingest.metrics.StatsdSenderTest.awaitUninterruptibly;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deltaingest.domain.commit.CommitReport;
import io.deltaingest.domain.port.IngestObserver.PollCounts;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatsdMetricsTest {

  private static final Duration PERIOD = Duration.ofMillis(50);

  private UdpListener daemon;
  private StatsdSender sender;
  private StatsdMetrics metrics;

  @BeforeEach
  void open() throws Exception {
    daemon = new UdpListener();
    sender = sender(100);
    metrics = new StatsdMetrics(sender);
  }

  @AfterEach
  void close() throws Exception {
    sender.close();
    daemon.close();
  }

  @Test
  void shouldSendTheWholeVocabulary() {
    // given
    WorkerObserver worker = metrics.worker();

    // when everything that can be reported is
    worker.polled(new PollCounts(100, 19_400, 3, 0, 10, 20, 67, 4));
    worker.rowBatchStarted(67);
    worker.rowBatchCompleted(67, 12_999_999);
    worker.fileWritten(4_096, 67);
    worker.commitStarted();
    worker.committed(new CommitReport(3, 67, 1, 4_096, 20_000_000, 5_000_000));
    worker.commitFailed("failed");
    worker.bufferLag(Map.of(0, 5L, 1, 0L, 2, 7L));
    worker.commitLag(Map.of(0, 3L, 1, 1L));

    // then each is one datagram, as dashboards know it, and nothing else is sent
    await()
        .untilAsserted(
            () ->
                assertThat(daemon.datagrams())
                    .containsExactlyInAnyOrder(
                        "kafka_delta_ingest.messages.deserialization.completed:87|c",
                        "kafka_delta_ingest.messages.deserialization.failed:10|c",
                        "kafka_delta_ingest.messages.transform.completed:67|c",
                        "kafka_delta_ingest.messages.transform.failed:20|c",
                        "kafka_delta_ingest.recordbatch.started:1|c",
                        "kafka_delta_ingest.recordbatch.completed:1|c",
                        "kafka_delta_ingest.delta.write.started:1|c",
                        "kafka_delta_ingest.delta.write.completed:1|c",
                        "kafka_delta_ingest.delta.write.failed:1|c",
                        "kafka_delta_ingest.recordbatch.write_duration:12|ms",
                        "kafka_delta_ingest.delta.write.duration:25|ms",
                        "kafka_delta_ingest.buffered.record_batches:4|g",
                        "kafka_delta_ingest.messages.size:200|g",
                        "kafka_delta_ingest.delta.add.size:4096|g",
                        "kafka_delta_ingest.buffer.lag.num_partitions:3|g",
                        "kafka_delta_ingest.buffer.lag.total:12|g",
                        "kafka_delta_ingest.buffer.lag.max:7|g",
                        "kafka_delta_ingest.buffer.lag.min:0|g",
                        "kafka_delta_ingest.delta.write.lag.num_partitions:2|g",
                        "kafka_delta_ingest.delta.write.lag.total:4|g",
                        "kafka_delta_ingest.delta.write.lag.max:3|g",
                        "kafka_delta_ingest.delta.write.lag.min:1|g"));
  }

  @Test
  void shouldSendNothingWhenThereIsNoNews() throws Exception {
    // given what was counted is sent
    WorkerObserver worker = metrics.worker();
    worker.polled(new PollCounts(1, 10, 0, 0, 0, 0, 1, 0));
    await().until(() -> daemon.names().contains("kafka_delta_ingest.buffered.record_batches"));
    int before = daemon.datagrams().size();

    // when some periods pass
    Thread.sleep(200);

    // then
    assertThat(daemon.datagrams()).hasSize(before);
  }

  @Test
  void shouldNotCountAConflictAsAFailedWrite() {
    WorkerObserver worker = metrics.worker();

    worker.commitFailed("offsets-moved");
    worker.commitFailed("schema-changed");
    worker.commitFailed("table-replaced");
    sender.close();

    await().until(() -> !daemon.datagrams().isEmpty());
    assertThat(daemon.datagrams()).containsExactly("kafka_delta_ingest.delta.write.failed:1|c");
  }

  @Test
  void shouldSendTotalsOnlyForNoPartitions() {
    metrics.worker().bufferLag(Map.of());

    await().until(() -> daemon.datagrams().size() >= 2);
    assertThat(daemon.datagrams())
        .containsExactly(
            "kafka_delta_ingest.buffer.lag.num_partitions:0|g",
            "kafka_delta_ingest.buffer.lag.total:0|g");
  }

  @Test
  void shouldReportLagOverAllWorkersAndFollowAPartitionThatMoves() {
    // given two workers with two partitions each
    WorkerObserver first = metrics.worker();
    WorkerObserver second = metrics.worker();
    first.bufferLag(Map.of(0, 10L, 1, 20L));
    second.bufferLag(Map.of(2, 1L, 3, 2L));

    // when partition 1 moves, then the first worker ends
    second.bufferLag(Map.of(1, 7L, 2, 1L, 3, 2L));
    first.close();
    second.bufferLag(Map.of(0, 3L, 1, 1L));

    // then
    await().until(() -> daemon.datagrams().size() == 16);
    assertThat(daemon.datagrams())
        .filteredOn(line -> line.contains("total"))
        .containsExactly(
            "kafka_delta_ingest.buffer.lag.total:30|g",
            "kafka_delta_ingest.buffer.lag.total:33|g",
            "kafka_delta_ingest.buffer.lag.total:20|g",
            "kafka_delta_ingest.buffer.lag.total:4|g");
    assertThat(daemon.datagrams())
        .filteredOn(line -> line.contains("num_partitions"))
        .containsExactly(
            "kafka_delta_ingest.buffer.lag.num_partitions:2|g",
            "kafka_delta_ingest.buffer.lag.num_partitions:4|g",
            "kafka_delta_ingest.buffer.lag.num_partitions:4|g",
            "kafka_delta_ingest.buffer.lag.num_partitions:2|g");
  }

  @Test
  void shouldAddUpBuffersOverWorkers() {
    WorkerObserver first = metrics.worker();
    WorkerObserver second = metrics.worker();

    first.polled(new PollCounts(1, 1, 0, 0, 0, 0, 1, 3));
    second.polled(new PollCounts(1, 1, 0, 0, 0, 0, 1, 2));
    await().until(() -> daemon.datagrams().contains(buffered(5)));
    first.close();

    await().until(() -> daemon.datagrams().contains(buffered(2)));
  }

  @Test
  void shouldKeepCountsRightWhenTheQueueIsFull() throws Exception {
    // given a queue of one that nothing leaves until the host is looked up
    CountDownLatch lookedUp = new CountDownLatch(1);
    StatsdSender narrow =
        new StatsdSender(
            new StatsdSettings("localhost", daemon.port(), "flood", 1),
            PERIOD,
            PERIOD,
            host -> {
              awaitUninterruptibly(lookedUp);
              return InetAddress.getLoopbackAddress();
            });
    StatsdMetrics flooded = new StatsdMetrics(narrow);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      WorkerObserver worker = flooded.worker();
      threads.add(
          new Thread(
              () -> {
                for (int n = 0; n < 20_000; n++) {
                  worker.rowBatchStarted(1);
                  worker.rowBatchCompleted(1, n);
                }
              }));
    }

    // when threads flood it
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    lookedUp.countDown();
    narrow.close();

    // then all timings but two at most were dropped, counts were not
    assertThat(narrow.dropped()).isBetween(59_998L, 60_000L);
    await()
        .untilAsserted(
            () -> {
              assertThat(daemon.sum("flood.recordbatch.started")).isEqualTo(60_000);
              assertThat(daemon.sum("flood.recordbatch.completed")).isEqualTo(60_000);
            });
  }

  @Test
  void shouldSendALastTimeWhenClosed() {
    WorkerObserver worker = metrics.worker();
    worker.commitStarted();
    metrics.close();
    await().until(() -> daemon.sum("kafka_delta_ingest.delta.write.started") == 1);

    worker.commitStarted();
    sender.close();

    assertThat(daemon.sum("kafka_delta_ingest.delta.write.started")).isEqualTo(1);
  }

  @Test
  void shouldUseThePrefixGiven() {
    new StatsdMetrics(sender, "a.b").worker().commitStarted();
    new StatsdMetrics(sender, "").worker().commitStarted();

    await()
        .untilAsserted(
            () ->
                assertThat(daemon.datagrams())
                    .containsExactlyInAnyOrder(
                        "a.b.delta.write.started:1|c", "delta.write.started:1|c"));
  }

  private static String buffered(int batches) {
    return "kafka_delta_ingest.buffered.record_batches:" + batches + "|g";
  }

  private StatsdSender sender(int queueSize) throws Exception {
    return new StatsdSender(
        new StatsdSettings("localhost", daemon.port(), "kafka_delta_ingest", queueSize),
        PERIOD,
        PERIOD,
        host -> InetAddress.getLoopbackAddress());
  }
}
