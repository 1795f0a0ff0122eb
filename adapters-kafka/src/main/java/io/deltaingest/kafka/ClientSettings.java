package io.deltaingest.kafka;

import io.deltaingest.domain.stream.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.consumer.RoundRobinAssignor;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;

/**
 * What the consumer and the admin client are told: defaults of ours, over them the user's settings,
 * over them what has to be as it is. Holds secrets; can't print them.
 *
 * <p>Memory of the consumer: responses of at most {@code fetch.max.bytes} (from {@link FetchSizes}
 * where the user says nothing, 2 MiB at the most), of which each broker that leads partitions of
 * this member has one being polled and one on its way, so 4 MiB for one broker, and less with fewer
 * than four partitions, since one brings at most {@code max.partition.fetch.bytes} (a quarter) at a
 * time. A record larger than that comes alone. A poll's {@code max.poll.records} (5,000) are views
 * of a response, or of single compressed batches unpacked by the poll. Partitions paused with data
 * fetched keep the responses that these came in.
 */
final class ClientSettings {

  private static final Duration LOOK_UP_TIMEOUT = Duration.ofSeconds(15);
  private static final int MIN_SECRET_LENGTH = 3;
  private static final String PROGRAM = "kafka-delta-ingest";

  private final String brokers;
  private final String clientId;
  private final Map<String, Object> consumer;
  private final List<String> warnings;
  private final List<String> secrets;

  private ClientSettings(
      String brokers,
      String clientId,
      Map<String, Object> consumer,
      List<String> warnings,
      List<String> secrets) {
    this.brokers = brokers;
    this.clientId = clientId;
    this.consumer = Map.copyOf(consumer);
    this.warnings = List.copyOf(warnings);
    this.secrets = List.copyOf(secrets);
  }

  static ClientSettings of(
      String brokers,
      Map<String, Object> user,
      GroupMember member,
      KafkaSettings written,
      FetchSizes fetches,
      List<String> warnings) {
    List<String> allWarnings = new ArrayList<>(warnings);
    Map<String, Object> consumer = defaults(member, fetches);
    consumer.putAll(user);
    consumer.putAll(ours(brokers, member));
    distinguishWorkers(consumer, user, member);
    fitProtocol(consumer, user, allWarnings);
    List<String> secrets = new ArrayList<>(secretsOf(written.values()));
    secrets.addAll(secretsOf(user));
    String clientId = String.valueOf(user.getOrDefault(ConsumerConfig.CLIENT_ID_CONFIG, PROGRAM));
    return new ClientSettings(brokers, clientId, consumer, allWarnings, secrets);
  }

  private static List<String> secretsOf(Map<String, ?> settings) {
    return settings.entrySet().stream()
        .filter(entry -> KafkaSettings.isSecret(entry.getKey()))
        .map(entry -> String.valueOf(entry.getValue()))
        .filter(value -> value.length() >= MIN_SECRET_LENGTH)
        .toList();
  }

  private static Map<String, Object> defaults(GroupMember member, FetchSizes fetches) {
    Map<String, Object> defaults = new HashMap<>();
    defaults.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    defaults.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    // What librdkafka has, so that members of both kinds can be in one group during a change-over.
    defaults.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        RangeAssignor.class.getName() + "," + RoundRobinAssignor.class.getName());
    defaults.put(ConsumerConfig.CLIENT_ID_CONFIG, PROGRAM + "-" + member.group());
    defaults.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "5000");
    defaults.put(
        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
        Integer.toString(fetches.partitionBytes()));
    defaults.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, Integer.toString(fetches.responseBytes()));
    // The system grows it with the connection's delay and throughput; a fixed size would stay.
    defaults.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, "-1");
    defaults.put(
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Long.toString(LOOK_UP_TIMEOUT.toMillis()));
    defaults.put(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, "false");
    return defaults;
  }

  private static Map<String, Object> ours(String brokers, GroupMember member) {
    return Map.of(
        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
        brokers,
        ConsumerConfig.GROUP_ID_CONFIG,
        member.group(),
        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
        "false",
        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
        "none");
  }

  /** A static member's id must be its own, and so should the name that metrics and logs show. */
  private static void distinguishWorkers(
      Map<String, Object> consumer, Map<String, Object> user, GroupMember member) {
    consumer.compute(
        ConsumerConfig.CLIENT_ID_CONFIG, (name, id) -> member.distinct(String.valueOf(id)));
    Object instance = user.get(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    if (instance != null) {
      consumer.put(
          ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, member.distinct(String.valueOf(instance)));
    }
  }

  /** In the newer protocol (KIP-848) the group's side decides what these settings say. */
  private static void fitProtocol(
      Map<String, Object> consumer, Map<String, Object> user, List<String> warnings) {
    Object protocol = consumer.get(ConsumerConfig.GROUP_PROTOCOL_CONFIG);
    if (protocol == null || !protocol.toString().equalsIgnoreCase("consumer")) {
      return;
    }
    for (String name :
        List.of(
            ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
            ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
            ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG)) {
      consumer.remove(name);
      if (user.containsKey(name)) {
        warnings.add(name + " has no effect: with group.protocol=consumer the broker sets it");
      }
    }
  }

  String brokers() {
    return brokers;
  }

  /** For a consumer. The map is a copy. */
  Map<String, Object> consumer() {
    return new HashMap<>(consumer);
  }

  /** For an admin client, the same for all members of the same settings. The map is a copy. */
  Map<String, Object> admin() {
    Map<String, Object> admin = consumer();
    admin.keySet().retainAll(SettingNames.JAVA_ADMIN);
    admin.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId + "-admin");
    // The admin client insists that one request fits into the time of the whole call.
    long request =
        Math.min(
            number(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG),
            number(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG));
    admin.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, Long.toString(request));
    return admin;
  }

  /** One of Kafka's names, as {@code SASL_SSL}. */
  String securityProtocol() {
    return String.valueOf(
        consumer.getOrDefault(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "PLAINTEXT"));
  }

  boolean tls() {
    return securityProtocol().endsWith("SSL");
  }

  boolean sasl() {
    return securityProtocol().startsWith("SASL_");
  }

  String mechanism() {
    return String.valueOf(consumer.getOrDefault(SaslConfigs.SASL_MECHANISM, "GSSAPI"));
  }

  /** Where tokens come from; empty where there are none. */
  String tokenUrl() {
    return String.valueOf(
        consumer.getOrDefault(SaslConfigs.SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL, ""));
  }

  /** Whether the client has something to show to a broker that asks who it is. */
  boolean hasClientCertificate() {
    return consumer.containsKey(SslConfigs.SSL_KEYSTORE_KEY_CONFIG)
        || consumer.containsKey(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG);
  }

  /** How long the answer to a request may take. */
  Duration requestTimeout() {
    return Duration.ofMillis(number(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG));
  }

  /** How long a look-up may take. */
  Duration lookUpTimeout() {
    return Duration.ofMillis(number(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG));
  }

  /**
   * How long a member may take to give its partitions back, with a margin for the time until it
   * hears of it: a heartbeat's interval, and a tenth.
   */
  Duration rebalanceTimeout() {
    long interval = number(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG);
    long margin = number(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG) + interval / 10;
    return Duration.ofMillis(Math.max(interval - margin, interval / 2));
  }

  /** A time in which a broker that is there has answered something. */
  Duration silenceLimit() {
    boolean brokerSetsHeartbeat =
        !consumer.containsKey(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG);
    Duration least = Duration.ofSeconds(brokerSetsHeartbeat ? 60 : 15);
    Duration heartbeats =
        Duration.ofMillis(3 * number(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG));
    return heartbeats.compareTo(least) > 0 ? heartbeats : least;
  }

  /** Settings that have no effect, each with the reason. */
  List<String> warnings() {
    return warnings;
  }

  /** The text without any secret that these settings hold. */
  String withoutSecrets(String text) {
    String clean = text;
    for (String secret : secrets) {
      clean = clean.replace(secret, KafkaSettings.REDACTED);
    }
    return clean;
  }

  private long number(String name) {
    ConfigDef.ConfigKey key = ConsumerConfig.configDef().configKeys().get(name);
    Object value = consumer.getOrDefault(name, key.defaultValue);
    return ((Number) ConfigDef.parseType(name, value, key.type)).longValue();
  }

  @Override
  public String toString() {
    return "ClientSettings[" + brokers + "]";
  }
}
