package io.deltaingest.quickstart;

import io.deltaingest.quickstart.AdminApi.StreamProgress;
import io.deltaingest.testkit.EmbeddedKafka;
import io.deltaingest.testkit.WebRequests;
import io.deltaingest.testkit.WebRequestsLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The steps of the quickstart, one after the other on the calling thread. An interrupt ends the
 * last step in good order, or whichever step it meets.
 */
final class Tour {

  private static final int PARTITIONS = 4;
  private static final long SEED = 1;
  private static final long LOOK_MILLIS = 100;
  private static final double START_SECONDS = 120;
  private static final double STALL_SECONDS = 60;

  private final Console console;
  private final EndSignal end;
  private final Path jar;
  private final long messages;
  private final boolean once;
  private final WebRequests requests = new WebRequests(SEED);

  /**
   * @param end what will interrupt the calling thread
   * @param jar the launcher
   * @param messages how many are loaded
   * @param once whether to end when they are in the table
   */
  Tour(Console console, EndSignal end, Path jar, long messages, boolean once) {
    this.console = console;
    this.end = end;
    this.jar = jar;
    this.messages = messages;
    this.once = once;
  }

  /**
   * Walks through all steps.
   *
   * @throws TourException when a step fails, or the table is not what the messages were
   */
  void run(WorkFolder folder) throws InterruptedException {
    console.line("kafka-delta-ingest: a topic becomes a Delta table");
    console.blank();
    EmbeddedKafka kafka = startBroker(folder);
    try {
      walk(folder, kafka);
    } finally {
      stopBroker(kafka);
    }
  }

  private void walk(WorkFolder folder, EmbeddedKafka kafka) throws InterruptedException {
    loadMessages(kafka);
    createTable(folder);
    int port = freePort();
    new StreamConfigFiles(folder).write(kafka.bootstrapServers(), port);
    AdminApi api = new AdminApi(port);
    try (LauncherProcess launcher =
        LauncherProcess.serve(jar, folder.config(), folder.launcherLog(), end)) {
      ingest(folder, launcher, api);
      readBack(folder);
      if (!once) {
        new LiveStream(console, end, kafka.fixture(), requests, PARTITIONS, messages)
            .run(folder, launcher, api);
      }
      stop(folder, launcher);
    }
  }

  private EmbeddedKafka startBroker(WorkFolder folder) {
    Stopwatch stopwatch = new Stopwatch();
    console.progress("Kafka", "starting a broker …");
    // An interrupted start of the broker ends the whole process.
    EmbeddedKafka kafka = end.shielded(() -> EmbeddedKafka.start(folder.kafka(), 0));
    console.step(
        "Kafka",
        "a KRaft broker in this process, at %s (%.1f s)",
        kafka.bootstrapServers(),
        stopwatch.seconds());
    return kafka;
  }

  private void stopBroker(EmbeddedKafka kafka) {
    end.shielded(
        () -> {
          var unused = Thread.interrupted(); // Of no use any more, and it would end the process.
          kafka.close();
          return kafka;
        });
  }

  private void loadMessages(EmbeddedKafka kafka) {
    kafka.fixture().createTopic(SampleTable.TOPIC, PARTITIONS);
    Stopwatch stopwatch = new Stopwatch();
    new WebRequestsLoader(kafka.bootstrapServers(), SampleTable.TOPIC, PARTITIONS)
        .load(
            requests,
            0,
            messages,
            sent -> console.progress("Messages", "%,d of %,d", sent, messages));
    console.step(
        "Messages",
        "%,d in topic %s, %d partitions (%.1f s, %,.0f msg/s)",
        messages,
        SampleTable.TOPIC,
        PARTITIONS,
        stopwatch.seconds(),
        stopwatch.perSecond(messages));
    console.detail("like %s", new String(requests.message(0), StandardCharsets.UTF_8));
  }

  private void createTable(WorkFolder folder) {
    SampleTable.create(folder.table());
    console.step("Table", "%s", folder.table());
    console.detail(
        "version 0 is a bare first log entry, as another tool leaves it: protocol 1/2, partitioned"
            + " by %s",
        SampleTable.PARTITION_COLUMN);
  }

  private void ingest(WorkFolder folder, LauncherProcess launcher, AdminApi api)
      throws InterruptedException {
    console.step("Ingest", "java -jar %s serve --config %s", jar, folder.config());
    Stopwatch sinceStart = new Stopwatch();
    while (!api.isReady()) {
      launcher.requireAlive();
      if (sinceStart.seconds() > START_SECONDS) {
        throw new TourException(
            "The launcher's API at "
                + api.base()
                + " was not ready within 120 s. The end of its log, "
                + folder.launcherLog()
                + ":\n"
                + launcher.endOfLog());
      }
      console.progress("", "the launcher starts … %.1f s", sinceStart.seconds());
      Thread.sleep(LOOK_MILLIS);
    }
    double startSeconds = sinceStart.seconds();
    Stopwatch sinceReady = new Stopwatch();
    StreamProgress last = awaitCaughtUp(folder, launcher, api);
    console.detail(
        "API up after %.1f s; %,d messages (%s) committed %.1f s later: %,.0f msg/s",
        startSeconds,
        last.messages(),
        Quantities.bytes(last.bytes()),
        sinceReady.seconds(),
        sinceReady.perSecond(last.messages()));
    console.detail(
        "start-up of the stream included; the flush policy here: a message waits %d s at most",
        StreamConfigFiles.ALLOWED_LATENCY_SECONDS);
  }

  private StreamProgress awaitCaughtUp(WorkFolder folder, LauncherProcess launcher, AdminApi api)
      throws InterruptedException {
    StreamProgress last = null;
    Stopwatch sinceChange = new Stopwatch();
    while (true) {
      launcher.requireAlive();
      StreamProgress now = api.progress(StreamConfigFiles.STREAM);
      if (now.isFailed()) {
        throw new TourException("The stream failed. " + now.problem());
      }
      if (now.messages() >= messages && now.isCaughtUp()) {
        return now;
      }
      if (!now.equals(last)) {
        last = now;
        sinceChange = new Stopwatch();
      } else if (sinceChange.seconds() > STALL_SECONDS) {
        throw new TourException(
            "The stream stands still: "
                + now
                + ". The end of the launcher's log, "
                + folder.launcherLog()
                + ":\n"
                + launcher.endOfLog());
      }
      console.progress("", "%s", now.line());
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private void readBack(WorkFolder folder) {
    Stopwatch stopwatch = new Stopwatch();
    console.progress("Read back", "by delta-standalone and DuckDB …");
    IndependentRead read = IndependentRead.of(folder.table(), requests, PARTITIONS);
    console.step(
        "Read back",
        "by delta-standalone (the log) and DuckDB (the Parquet) (%.1f s)",
        stopwatch.seconds());
    read.print(console);
    read.requireAgreement();
    if (read.rows() != messages) {
      throw new TourException(
          "The table has " + read.rows() + " rows, " + messages + " messages were sent");
    }
    console.detail(
        "%,d rows = %,d messages: every (partition, offset) once, every value as it was sent",
        read.rows(), messages);
    console.blank();
  }

  private void stop(WorkFolder folder, LauncherProcess launcher) throws InterruptedException {
    Stopwatch stopwatch = new Stopwatch();
    console.progress("Stop", "SIGTERM to the launcher …");
    int exitCode = launcher.stop();
    console.step(
        "Stop",
        "the launcher committed what it held and ended with exit code %d (%.1f s)",
        exitCode,
        stopwatch.seconds());
    if (exitCode != 0) {
      throw new TourException(
          "The launcher ended with exit code "
              + exitCode
              + ". The end of its log, "
              + folder.launcherLog()
              + ":\n"
              + launcher.endOfLog());
    }
    if (!once) {
      IndependentRead read = IndependentRead.of(folder.table(), requests, PARTITIONS);
      read.requireAgreement();
      console.detail(
          "version %d, %,d rows: every message up to the stored offsets once, and no other",
          read.table().version(), read.rows());
    }
    if (folder.isKept()) {
      console.step("Kept", "%s", folder.root());
    }
  }

  /** One that was free a moment ago. */
  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
