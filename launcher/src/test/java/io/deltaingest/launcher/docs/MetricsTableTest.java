package io.deltaingest.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.commit.CommitReport;
import io.deltaingest.domain.port.IngestObserver;
import io.deltaingest.domain.port.IngestObserver.PollCounts;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.stream.KafkaSettings;
import io.deltaingest.domain.stream.MessageFormat;
import io.deltaingest.domain.stream.StreamConfig;
import io.deltaingest.domain.stream.StreamState;
import io.deltaingest.domain.stream.StreamStatus;
import io.deltaingest.domain.stream.WorkerStatus;
import io.deltaingest.metrics.MetricsBackend;
import io.deltaingest.metrics.PrometheusMetrics;
import io.deltaingest.metrics.StatsdMetrics;
import io.deltaingest.metrics.StatsdSender;
import io.deltaingest.metrics.StatsdSettings;
import io.deltaingest.metrics.WorkerObserver;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README's tables of metrics against what a worker that does everything once reports. */
class MetricsTableTest {

  private static final Pattern PROMETHEUS_TYPE = Pattern.compile("# TYPE (kdi_\\w+) (\\w+)");

  @Test
  void shouldNameThePrometheusMetrics() {
    try (MetricsBackend backend = new MetricsBackend()) {
      PrometheusMetrics metrics = new PrometheusMetrics(backend.registry());
      try (WorkerObserver worker = metrics.worker("web_requests")) {
        doEverything(worker);
        metrics.refresh(List.of(status()));

        Set<String> scraped =
            PROMETHEUS_TYPE
                .matcher(backend.scrape())
                .results()
                .map(type -> type.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(new TreeSet<>(Documents.readme().table("prometheus").codeOfColumn(0)))
            .isEqualTo(scraped)
            .hasSizeGreaterThan(10);
      }
    }
  }

  @Test
  void shouldNameTheStatsdMetrics() throws IOException {
    try (DatagramSocket listener = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      String host = listener.getLocalAddress().getHostAddress();
      try (StatsdSender sender =
              new StatsdSender(new StatsdSettings(host, listener.getLocalPort(), "", 100));
          StatsdMetrics metrics = new StatsdMetrics(sender);
          WorkerObserver worker = metrics.worker()) {
        doEverything(worker);
      }

      assertThat(new TreeSet<>(Documents.readme().table("statsd").codeOfColumn(0)))
          .isEqualTo(namesReceived(listener))
          .hasSizeGreaterThan(10);
    }
  }

  private static Set<String> namesReceived(DatagramSocket listener) throws IOException {
    Set<String> names = new TreeSet<>();
    DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
    listener.setSoTimeout((int) Duration.ofMillis(500).toMillis());
    try {
      while (true) {
        listener.receive(packet);
        String line = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
        names.add(line.substring(0, line.indexOf(':')));
      }
    } catch (SocketTimeoutException allReceived) {
      return names;
    }
  }

  private static void doEverything(IngestObserver observer) {
    observer.polled(new PollCounts(10, 1000, 1, 1, 1, 1, 7, 1));
    observer.rejected(
        new Rejection(Rejection.Stage.DECODE, "invalid-json", null, null, "{", "no JSON"), 0, 7);
    observer.rowBatchStarted(7);
    observer.rowBatchCompleted(7, 1_000_000);
    observer.fileWritten(1000, 7);
    observer.commitStarted();
    observer.committed(new CommitReport(1, 7, 1, 1000, 1_000_000, 1_000_000));
    observer.commitRetried();
    observer.deadLettersCommitted(new CommitReport(1, 1, 1, 1000, 1_000_000, 1_000_000));
    observer.commitFailed("failed");
    observer.bufferLag(Map.of(0, 1L));
    observer.commitLag(Map.of(0, 1L));
    observer.fault("away", false);
  }

  private static StreamStatus status() {
    StreamConfig config =
        new StreamConfig(
            "web_requests",
            new StreamConfig.Source(
                "web_requests",
                "group",
                StreamConfig.StartFrom.EARLIEST,
                KafkaSettings.of(Map.of()),
                false,
                Map.of()),
            MessageFormat.JSON,
            List.of(),
            Optional.empty(),
            new StreamConfig.Table(
                "./tables/web_requests",
                "app",
                true,
                Optional.empty(),
                StreamConfig.SchemaEvolution.NONE,
                StreamConfig.LogEngine.KERNEL),
            5000,
            new StreamConfig.Flush(Duration.ofSeconds(60), 1 << 20),
            Optional.empty(),
            StreamConfig.BadRecordPolicy.FAIL,
            1,
            StreamConfig.DesiredState.RUNNING);
    WorkerStatus worker =
        new WorkerStatus(
            0,
            WorkerStatus.Activity.RUNNING,
            null,
            List.of(
                new WorkerStatus.Partition(
                    0, OptionalLong.of(6), 10, OptionalLong.of(10), OptionalLong.of(3))),
            new WorkerStatus.Counts(10, 1000, 7, 1, 0, 2, 0, 1, 0, 3, 300),
            Map.of(),
            List.of(),
            Map.of(),
            new WorkerStatus.LastCommit(1, new CommitReport(1, 7, 1, 1000, 1, 1)),
            null);
    return new StreamStatus(config, new StreamState.Running(), List.of(worker));
  }
}
