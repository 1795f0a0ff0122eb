package io.deltaingest.launcher.runtime;

import io.deltaingest.delta.DeltaTables;
import io.deltaingest.delta.DeltaTables.DeltaTable;
import io.deltaingest.domain.ingest.Clock;
import io.deltaingest.domain.ingest.DeadLetterParts;
import io.deltaingest.domain.ingest.IngestLoop;
import io.deltaingest.domain.ingest.LoopSettings;
import io.deltaingest.domain.port.DeadLetterTransformerFactory;
import io.deltaingest.domain.port.MessageSource;
import io.deltaingest.domain.port.RowTransformerFactory;
import io.deltaingest.domain.port.TableSink;
import io.deltaingest.domain.stream.StreamConfig;
import io.deltaingest.domain.stream.StreamStatus;
import io.deltaingest.formats.DeadLetterRowTransformerFactory;
import io.deltaingest.formats.MessageRowTransformerFactory;
import io.deltaingest.kafka.KafkaSourceFactory;
import io.deltaingest.launcher.config.IngestRun;
import io.deltaingest.launcher.config.ServeRun;
import io.deltaingest.metrics.MetricsBackend;
import io.deltaingest.metrics.WorkerObserver;
import io.deltaingest.registry.RegistryClients;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
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
  private final RegistryClients registries;
  private final HeapBudget budget;
  private final Optional<Duration> startTimeout;
  private final Duration stopTimeout;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Adapters(
      Vertx vertx,
      WorkerMetrics metrics,
      Optional<Long> memoryBytes,
      int plannedWorkers,
      Optional<Duration> startTimeout,
      Duration stopTimeout) {
    this.vertx = vertx;
    this.metrics = metrics;
    this.sources = new KafkaSourceFactory(vertx, plannedWorkers);
    this.registries = new RegistryClients(vertx);
    this.budget =
        new HeapBudget(
            memoryBytes.orElseGet(() -> HeapBudget.defaultBytes(Runtime.getRuntime().maxMemory())),
            Runtime.getRuntime().maxMemory(),
            plannedWorkers);
    this.startTimeout = startTimeout;
    this.stopTimeout = stopTimeout;
  }

  static Adapters forIngest(IngestRun run) {
    return new Adapters(
        Vertx.vertx(),
        new WorkerMetrics(Optional.empty(), Optional.of(run.statsd()), false),
        run.memoryBytes(),
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
        run.config().memoryBytes(),
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
    config.deadLetters().ifPresent(letters -> deadLetterTransformers(config, letters));
  }

  /** The schema that a table of that stream would be created with, in Delta's JSON form. */
  String design(StreamConfig config) {
    try {
      return config
          .table()
          .create()
          .flatMap(StreamConfig.CreateTable::schemaJson)
          .orElseGet(
              () ->
                  DeltaTables.schemaJson(
                      new TableDesign(sources)
                          .columns(brokers(config), config, transformers(config))));
    } catch (AwaitedMessagesException nobodyWaits) {
      throw nobodyWaits.withoutWaiting();
    }
  }

  @Override
  public Optional<Duration> patience() {
    return startTimeout;
  }

  @Override
  public WorkerParts create(StreamConfig config, int worker) {
    return create(config, worker, share -> source(config, worker, share));
  }

  /**
   * As {@link #create(StreamConfig, int)}, with another source of messages.
   *
   * @param from called once, for the heap that the worker may take
   */
  WorkerParts create(
      StreamConfig config, int worker, Function<HeapBudget.Share, MessageSource> from) {
    HeapBudget.Share share = budget.join(config.name());
    try {
      return create(config, worker, share, from.apply(share));
    } catch (RuntimeException | Error refused) {
      share.close();
      throw refused;
    }
  }

  private MessageSource source(StreamConfig config, int worker, HeapBudget.Share share) {
    StreamConfig.Source from = config.source();
    return sources.create(
        brokers(config),
        from.kafka(),
        from.group(),
        from.topic(),
        worker,
        config.workers(),
        share,
        from.endsAtLatestOffsets() ? Duration.ZERO : config.flush().allowedLatency());
  }

  private WorkerParts create(
      StreamConfig config, int worker, HeapBudget.Share share, MessageSource source) {
    MessageRowTransformerFactory transformers;
    OpenTables opened;
    try {
      transformers = transformers(config);
      opened =
          OpenTables.open(
              tables,
              config,
              () -> new TableDesign(sources).columns(brokers(config), config, transformers));
    } catch (RuntimeException | Error refused) {
      source.close();
      throw refused;
    }
    try {
      return assemble(config, worker, share, transformers, source, opened);
    } catch (RuntimeException | Error refused) {
      // A thread that can't be had, for one: the other streams go on, and need what this one has.
      source.close();
      opened.close();
      throw refused;
    }
  }

  private WorkerParts assemble(
      StreamConfig config,
      int worker,
      HeapBudget.Share share,
      RowTransformerFactory transformers,
      MessageSource source,
      OpenTables opened) {
    DeltaTable table = opened.main();
    WorkerObserver observer = metrics.worker(config.name());
    TableSink sink = table.sink(config.name(), worker, observer, share::limitBytes);
    Optional<DeadLetterParts> deadLetters =
        opened
            .deadLetters()
            .map(letters -> deadLetterParts(letters, config, worker, observer, share));
    share.measureBy(
        () -> sink.heapBytes() + deadLetters.map(parts -> parts.sink().heapBytes()).orElse(0L));
    LoopSettings settings =
        new LoopSettings(config, worker, share::commitBytes, stopTimeout, startTimeout);
    IngestLoop loop =
        new IngestLoop(
            settings,
            source,
            table.offsetStore(),
            sink,
            transformers,
            deadLetters,
            observer,
            Clock.SYSTEM);
    return new WorkerParts(
        loop,
        () -> {
          opened.close();
          observer.close();
          share.close();
        });
  }

  private DeadLetterParts deadLetterParts(
      DeltaTable table,
      StreamConfig config,
      int worker,
      WorkerObserver observer,
      HeapBudget.Share share) {
    return new DeadLetterParts(
        table.deadLetterStore(),
        table.sink(
            config.name() + "-dead-letters",
            worker,
            new DeadLetterObserver(observer),
            share::limitBytes),
        deadLetterTransformers(config, config.deadLetters().orElseThrow()));
  }

  private DeadLetterTransformerFactory deadLetterTransformers(
      StreamConfig config, StreamConfig.DeadLetters letters) {
    return new DeadLetterRowTransformerFactory(
        config.format(), letters.transforms(), registries::of, InstantSource.system());
  }

  private MessageRowTransformerFactory transformers(StreamConfig config) {
    return new MessageRowTransformerFactory(
        config.format(),
        config.transforms(),
        config.filter(),
        config.table().evolution(),
        registries::of);
  }

  private static String brokers(StreamConfig config) {
    return config.source().kafka().values().getOrDefault(BROKERS, "localhost:9092");
  }

  /** The process is to end: whoever waits for a schema registry is let go. */
  void letGo() {
    registries.close();
  }

  /** Ends what the streams shared; they have ended before. Idempotent. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    registries.close();
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
