package io.deltaingest.launcher.runtime;

import io.deltaingest.delta.DeltaTables;
import io.deltaingest.delta.DeltaTables.DeltaTable;
import io.deltaingest.domain.ingest.Clock;
import io.deltaingest.domain.ingest.IngestLoop;
import io.deltaingest.domain.ingest.LoopSettings;
import io.deltaingest.domain.port.MessageSource;
import io.deltaingest.domain.port.RowTransformerFactory;
import io.deltaingest.domain.port.TableSink;
import io.deltaingest.domain.stream.StreamConfig;
import io.deltaingest.domain.stream.StreamStatus;
import io.deltaingest.formats.JsonRowTransformerFactory;
import io.deltaingest.kafka.KafkaSourceFactory;
import io.deltaingest.launcher.config.IngestRun;
import io.deltaingest.launcher.config.ServeRun;
import io.deltaingest.metrics.MetricsBackend;
import io.deltaingest.metrics.WorkerObserver;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The adapters of one process and what they share: Vert.x, metrics, tables, memory. The one place
 * where a stream's ports get their implementations.
 */
final class Adapters implements LoopFactory, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Adapters.class);
  private static final String BROKERS = "bootstrap.servers";

  /** Workers of streams that may be created over HTTP, counted beforehand. */
  private static final int ROOM_FOR_STREAMS = 3;

  private final Vertx vertx;
  private final WorkerMetrics metrics;
  private final KafkaSourceFactory sources;
  private final DeltaTables tables =
      new DeltaTables(
          Objects.requireNonNullElse(
              Adapters.class.getPackage().getImplementationVersion(), "development"),
          java.time.Clock.systemUTC());
  private final HeapBudget budget;
  private final Optional<Duration> startTimeout;
  private final Duration stopTimeout;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Adapters(
      Vertx vertx,
      WorkerMetrics metrics,
      int plannedWorkers,
      Optional<Duration> startTimeout,
      Duration stopTimeout) {
    this.vertx = vertx;
    this.metrics = metrics;
    this.sources = new KafkaSourceFactory(vertx);
    this.budget =
        new HeapBudget(HeapBudget.defaultBytes(Runtime.getRuntime().maxMemory()), plannedWorkers);
    this.startTimeout = startTimeout;
    this.stopTimeout = stopTimeout;
  }

  static Adapters forIngest(IngestRun run) {
    return new Adapters(
        Vertx.vertx(),
        new WorkerMetrics(Optional.empty(), Optional.of(run.statsd()), false),
        run.stream().workers(),
        Optional.of(run.startTimeout()),
        run.shutdownTimeout());
  }

  static Adapters forServe(ServeRun run) {
    Optional<MetricsBackend> backend =
        run.config().metrics().prometheus() ? Optional.of(new MetricsBackend()) : Optional.empty();
    return new Adapters(
        backend.map(Adapters::measured).orElseGet(Vertx::vertx),
        new WorkerMetrics(backend, run.config().metrics().statsd(), true),
        ROOM_FOR_STREAMS + run.config().streams().stream().mapToInt(StreamConfig::workers).sum(),
        Optional.empty(),
        run.shutdownTimeout());
  }

  private static Vertx measured(MetricsBackend backend) {
    return Vertx.builder()
        .with(new VertxOptions().setMetricsOptions(backend.vertxOptions()))
        .withMetrics(backend.vertxFactory())
        .build();
  }

  Vertx vertx() {
    return vertx;
  }

  boolean scrapes() {
    return metrics.scrapes();
  }

  String scrape(List<StreamStatus> streams) {
    return metrics.scrape(streams);
  }

  @Override
  public void check(StreamConfig config) {
    transformers(config);
  }

  @Override
  public Optional<Duration> patience() {
    return startTimeout;
  }

  @Override
  public WorkerParts create(StreamConfig config, int worker) {
    HeapBudget.Share share = budget.join();
    try {
      return create(config, worker, share);
    } catch (RuntimeException refused) {
      share.close();
      throw refused;
    }
  }

  private WorkerParts create(StreamConfig config, int worker, HeapBudget.Share share) {
    RowTransformerFactory transformers = transformers(config);
    StreamConfig.Source from = config.source();
    MessageSource source =
        sources.create(
            brokers(config),
            from.kafka(),
            from.group(),
            from.topic(),
            worker,
            config.workers(),
            share.fetchBytes());
    DeltaTable table;
    try {
      table = tables.open(config.table());
    } catch (RuntimeException refused) {
      source.close();
      throw refused;
    }
    WorkerObserver observer = metrics.worker(config.name());
    TableSink sink = table.sink(config.name(), worker, observer, share::limitBytes);
    share.measureBy(sink::heapBytes);
    LoopSettings settings =
        new LoopSettings(config, worker, share::commitBytes, stopTimeout, startTimeout);
    IngestLoop loop =
        new IngestLoop(
            settings, source, table.offsetStore(), sink, transformers, observer, Clock.SYSTEM);
    return new WorkerParts(
        loop,
        () -> {
          table.close();
          observer.close();
          share.close();
        });
  }

  private static RowTransformerFactory transformers(StreamConfig config) {
    return switch (config.format()) {
      case JSON -> new JsonRowTransformerFactory(config.transforms());
    };
  }

  private static String brokers(StreamConfig config) {
    return config.source().kafka().values().getOrDefault(BROKERS, "localhost:9092");
  }

  /** Ends what the streams shared; they have ended before. Idempotent. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    metrics.close();
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("Vert.x did not close in good order: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
