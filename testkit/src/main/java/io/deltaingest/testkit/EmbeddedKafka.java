package io.deltaingest.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A Kafka cluster of one KRaft node in this process: broker and controller, on ports of its own on
 * the loopback interface. Transactions work; topics are not created by being named. The broker can
 * go away and come back on the same port with the same data.
 *
 * <p>Not thread-safe: whoever started it stops it. Its clients may be used from anywhere. The
 * broker's logging goes to slf4j under {@code kafka}, {@code org.apache.kafka} and {@code
 * state.change.logger}.
 */
public final class EmbeddedKafka implements AutoCloseable {

  private static final String HOST = "127.0.0.1";
  private static final int NODE_ID = 1;

  private final Path dir;
  private final boolean deleteOnClose;
  private final int port;
  private final int controllerPort;
  private final Map<String, String> protocols;
  private final Map<String, Integer> ports = new LinkedHashMap<>();
  private final Map<String, String> overrides;
  private KafkaRaftServer server;
  private KafkaFixture fixture;

  private EmbeddedKafka(
      Path dir,
      boolean deleteOnClose,
      int port,
      int controllerPort,
      Map<String, String> protocols,
      Map<String, String> overrides) {
    this.dir = dir;
    this.deleteOnClose = deleteOnClose;
    this.port = port;
    this.controllerPort = controllerPort;
    this.protocols = Map.copyOf(protocols);
    this.overrides = Map.copyOf(overrides);
    protocols.keySet().forEach(listener -> ports.put(listener, freePort()));
  }

  /** A broker on a free port, in a temporary folder that is deleted by {@link #close}. */
  public static EmbeddedKafka start() {
    return start(Map.of());
  }

  /**
   * As {@link #start()}, with broker settings of the caller's, which win over ours.
   *
   * @param overrides names as in the broker's own configuration
   */
  public static EmbeddedKafka start(Map<String, String> overrides) {
    return start(Map.of(), overrides);
  }

  /**
   * As {@link #start(Map)}, with more listeners beside the one without protection.
   *
   * @param protocols security protocols (as in {@code SASL_SSL}) by the names of the listeners
   */
  public static EmbeddedKafka start(Map<String, String> protocols, Map<String, String> overrides) {
    try {
      return started(
          Files.createTempDirectory("embedded-kafka"), true, freePort(), protocols, overrides);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A broker on that port whose data stay in that folder: one that was used before goes on with
   * what it holds.
   *
   * @param port 0 for a free one
   */
  public static EmbeddedKafka start(Path dir, int port) {
    return started(dir, false, port == 0 ? freePort() : port, Map.of(), Map.of());
  }

  private static EmbeddedKafka started(
      Path dir,
      boolean deleteOnClose,
      int port,
      Map<String, String> protocols,
      Map<String, String> overrides) {
    EmbeddedKafka kafka =
        new EmbeddedKafka(dir, deleteOnClose, port, freePortOtherThan(port), protocols, overrides);
    try {
      kafka.format();
      kafka.startServer();
    } catch (RuntimeException e) {
      kafka.close();
      throw e;
    }
    return kafka;
  }

  /** Where clients connect: {@code 127.0.0.1:port}. */
  public String bootstrapServers() {
    return HOST + ":" + port;
  }

  /** Where clients of that listener connect. */
  public String bootstrapServers(String listener) {
    return HOST + ":" + ports.get(listener);
  }

  /** Topics, records and look-ups of this broker; closed with it. */
  public KafkaFixture fixture() {
    if (fixture == null) {
      fixture = new KafkaFixture(bootstrapServers());
    }
    return fixture;
  }

  /** The broker goes away; its data stay. */
  public void stop() {
    if (server != null) {
      server.shutdown();
      server.awaitShutdown();
      server = null;
    }
  }

  /** The broker comes back, on the same port and data. */
  public void restart() {
    stop();
    startServer();
  }

  @Override
  public void close() {
    if (fixture != null) {
      fixture.close();
      fixture = null;
    }
    stop();
    if (deleteOnClose) {
      deleteRecursively(dir);
    }
  }

  private void startServer() {
    Properties properties = new Properties();
    properties.putAll(settings());
    properties.putAll(listeners());
    properties.putAll(overrides);
    KafkaRaftServer starting =
        new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
    try {
      starting.startup();
    } catch (RuntimeException e) {
      starting.shutdown();
      throw e;
    }
    server = starting;
  }

  /**
   * Small where the defaults are made for a cluster of many, and fast where they wait for others.
   */
  private Map<String, String> settings() {
    return Map.ofEntries(
        Map.entry("process.roles", "broker,controller"),
        Map.entry("node.id", Integer.toString(NODE_ID)),
        Map.entry("controller.quorum.voters", NODE_ID + "@" + HOST + ":" + controllerPort),
        Map.entry("controller.listener.names", "CONTROLLER"),
        Map.entry("inter.broker.listener.name", "CLIENT"),
        Map.entry("log.dir", dir.toString()),
        Map.entry("auto.create.topics.enable", "false"),
        Map.entry("offsets.topic.num.partitions", "1"),
        Map.entry("offsets.topic.replication.factor", "1"),
        Map.entry("transaction.state.log.num.partitions", "1"),
        Map.entry("transaction.state.log.replication.factor", "1"),
        Map.entry("transaction.state.log.min.isr", "1"),
        Map.entry("share.coordinator.state.topic.num.partitions", "1"),
        Map.entry("share.coordinator.state.topic.replication.factor", "1"),
        Map.entry("share.coordinator.state.topic.min.isr", "1"),
        Map.entry("group.initial.rebalance.delay.ms", "0"),
        // Tests time members out in less than the default's six seconds.
        Map.entry("group.min.session.timeout.ms", "100"),
        Map.entry("group.consumer.min.heartbeat.interval.ms", "100"),
        Map.entry("group.consumer.heartbeat.interval.ms", "100"),
        Map.entry("num.network.threads", "2"),
        Map.entry("num.io.threads", "4"),
        // The default takes 128 MiB of heap, and looks for something to clean every 15 s.
        Map.entry("log.cleaner.dedupe.buffer.size", "4194304"),
        Map.entry("log.cleaner.backoff.ms", "200"),
        // Records may carry any time without being too old to be kept.
        Map.entry("log.retention.ms", "-1"),
        Map.entry("log.initial.task.delay.ms", "500"));
  }

  private Map<String, String> listeners() {
    StringBuilder addresses = new StringBuilder("CLIENT://" + HOST + ":" + port);
    StringBuilder security = new StringBuilder("CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    ports.forEach(
        (name, own) -> {
          addresses.append(',').append(name).append("://" + HOST + ":").append(own);
          security.append(',').append(name).append(':').append(protocols.get(name));
        });
    return Map.of(
        "listeners",
        addresses + ",CONTROLLER://" + HOST + ":" + controllerPort,
        "advertised.listeners",
        addresses.toString(),
        "listener.security.protocol.map",
        security.toString());
  }

  private void format() {
    if (Files.exists(dir.resolve("meta.properties"))) {
      return;
    }
    try {
      Files.createDirectories(dir);
      new Formatter()
          .setClusterId(Uuid.randomUuid().toString())
          .setNodeId(NODE_ID)
          .setControllerListenerName("CONTROLLER")
          .setMetadataLogDirectory(dir.toString())
          .addDirectory(dir.toString())
          .setPrintStream(
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
          .run();
    } catch (Exception e) {
      throw new IllegalStateException("The broker's folder " + dir + " can't be formatted", e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePortOtherThan(int taken) {
    int port = freePort();
    while (port == taken) {
      port = freePort();
    }
    return port;
  }

  private static void deleteRecursively(Path dir) {
    try {
      FolderDeletion.delete(dir);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
