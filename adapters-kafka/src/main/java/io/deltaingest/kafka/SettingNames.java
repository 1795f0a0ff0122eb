package io.deltaingest.kafka;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * Which settings there are: librdkafka's names (its CONFIGURATION.md, version 2.x) beside those of
 * the Java client. A name that both know means the same in both, unless it is listed here.
 */
final class SettingNames {

  static final String BOOTSTRAP_SERVERS = "bootstrap.servers";

  /** librdkafka's name, Java's name. */
  static final Map<String, String> RENAMED =
      Map.ofEntries(
          entry("topic.metadata.refresh.interval.ms", "metadata.max.age.ms"),
          entry("socket.timeout.ms", "request.timeout.ms"),
          entry("socket.send.buffer.bytes", "send.buffer.bytes"),
          entry("socket.receive.buffer.bytes", "receive.buffer.bytes"),
          entry("fetch.wait.max.ms", "fetch.max.wait.ms"),
          entry("fetch.message.max.bytes", "max.partition.fetch.bytes"),
          entry("sasl.mechanisms", "sasl.mechanism"),
          entry("sasl.oauthbearer.client.id", "sasl.oauthbearer.client.credentials.client.id"),
          entry(
              "sasl.oauthbearer.client.secret",
              "sasl.oauthbearer.client.credentials.client.secret"),
          entry(
              "sasl.oauthbearer.assertion.jwt.template.file",
              "sasl.oauthbearer.assertion.template.file"));

  /** Where the brokers are: said apart from the other settings. */
  static final Set<String> BROKERS = Set.of(BOOTSTRAP_SERVERS, "metadata.broker.list");

  /** What only one value is right for; the user's is passed over, and the reason told. */
  static final Map<String, String> OURS =
      Map.ofEntries(
          entry("group.id", "the group is an option of its own"),
          entry("enable.auto.commit", "the offsets are in the table"),
          entry("auto.commit.enable", "the offsets are in the table"),
          entry("auto.commit.interval.ms", "the offsets are in the table"),
          entry("enable.auto.offset.store", "the offsets are in the table"),
          entry("offset.store.method", "the offsets are in the table"),
          entry("offset.store.path", "the offsets are in the table"),
          entry("offset.store.sync.interval.ms", "the offsets are in the table"),
          entry("key.deserializer", "keys are read as bytes"),
          entry("value.deserializer", "values are read as bytes"),
          entry(
              "auto.offset.reset",
              "the table says where to read; where a partition starts that it does not have is an"
                  + " option of its own"));

  /** Settings that {@link TlsSettings} and {@link SaslSettings} turn into Java's. */
  static final Set<String> SECURITY =
      Set.of(
          "sasl.username",
          "sasl.password",
          "ssl.ca.location",
          "ssl.ca.pem",
          "ssl.certificate.location",
          "ssl.certificate.pem",
          "ssl.key.location",
          "ssl.key.pem",
          TlsSettings.VERIFICATION,
          SaslSettings.OAUTH_METHOD,
          SaslSettings.OAUTH_EXTENSIONS,
          SaslSettings.OAUTH_GRANT,
          SaslSettings.OAUTH_METADATA,
          SaslSettings.OAUTH_UNSECURED,
          SaslSettings.HTTPS_CA,
          SaslSettings.HTTPS_CA_FILE);

  /** What can't be done here, or not yet, and must not be passed over; with what to do instead. */
  static final Map<String, String> REFUSED =
      Map.ofEntries(
          entry("ssl.crl.location", "revocation lists are not supported"),
          entry("ssl_key", "use ssl.key.pem"),
          entry("ssl_certificate", "use ssl.certificate.pem"),
          entry("ssl_ca", "use ssl.ca.pem"),
          entry("sasl.kerberos.principal", "give Java's sasl.jaas.config instead"),
          entry("sasl.kerberos.keytab", "give Java's sasl.jaas.config instead"),
          entry("sasl.oauthbearer.config", "give Java's sasl.jaas.config instead"),
          entry(
              "sasl.oauthbearer.assertion.private.key.pem",
              "give its file as sasl.oauthbearer.assertion.private.key.file"));

  /** librdkafka's settings that mean nothing to a Java consumer; harmless to leave out. */
  static final Set<String> WITHOUT_COUNTERPART =
      Set.of(
          // The library itself: its logging, call-backs, threads and version negotiation.
          "api.version.fallback.ms",
          "api.version.request",
          "api.version.request.timeout.ms",
          "background_event_cb",
          "broker.version.fallback",
          "builtin.features",
          "closesocket_cb",
          "connect_cb",
          "debug",
          "default_topic_conf",
          "enable.random.seed",
          "enabled_events",
          "error_cb",
          "interceptors",
          "internal.termination.signal",
          "log.connection.close",
          "log.queue",
          "log.thread.name",
          "log_cb",
          "log_level",
          "oauthbearer_token_refresh_cb",
          "opaque",
          "open_cb",
          "plugin.library.paths",
          "resolve_cb",
          "socket_cb",
          "statistics.interval.ms",
          "stats_cb",
          "throttle_cb",
          // Connections and metadata.
          "broker.address.family",
          "broker.address.ttl",
          "max.in.flight",
          "max.in.flight.requests.per.connection",
          "message.copy.max.bytes",
          "message.max.bytes",
          "receive.message.max.bytes",
          "reconnect.backoff.jitter.ms",
          "socket.blocking.max.ms",
          "socket.keepalive.enable",
          "socket.max.fails",
          "socket.nagle.disable",
          "topic.blacklist",
          "topic.metadata.propagation.max.ms",
          "topic.metadata.refresh.fast.cnt",
          "topic.metadata.refresh.fast.interval.ms",
          "topic.metadata.refresh.sparse",
          // TLS by OpenSSL.
          "ssl.ca.certificate.stores",
          "ssl.certificate.verify_cb",
          "ssl.curves.list",
          "ssl.engine.id",
          "ssl.engine.location",
          "ssl.providers",
          "ssl.sigalgs.list",
          "ssl_engine_callback_data",
          // The consumer's queues and call-backs.
          "consume.callback.max.messages",
          "consume_cb",
          "coordinator.query.interval.ms",
          "enable.partition.eof",
          "fetch.error.backoff.ms",
          "fetch.queue.backoff.ms",
          "group.protocol.type",
          "offset_commit_cb",
          "queued.max.messages.kbytes",
          "queued.min.messages",
          "rebalance_cb",
          // The producer.
          "acks",
          "batch.num.messages",
          "batch.size",
          "compression.codec",
          "compression.level",
          "compression.type",
          "delivery.report.only.error",
          "delivery.timeout.ms",
          "dr_cb",
          "dr_msg_cb",
          "enable.gapless.guarantee",
          "enable.idempotence",
          "linger.ms",
          "message.send.max.retries",
          "message.timeout.ms",
          "msg_order_cmp",
          "partitioner",
          "partitioner_cb",
          "produce.offset.report",
          "queue.buffering.backpressure.threshold",
          "queue.buffering.max.kbytes",
          "queue.buffering.max.messages",
          "queue.buffering.max.ms",
          "queuing.strategy",
          "request.required.acks",
          "retries",
          "sticky.partitioning.linger.ms",
          "transaction.timeout.ms",
          "transactional.id");

  /** The Java consumer's own, which the admin client shares where it has them. */
  static final Set<String> JAVA = ConsumerConfig.configNames();

  static final Set<String> JAVA_ADMIN = AdminClientConfig.configNames();

  private SettingNames() {}

  /** Every name that means something here. */
  static Set<String> all() {
    Set<String> names = new TreeSet<>(JAVA);
    names.addAll(RENAMED.keySet());
    names.addAll(BROKERS);
    names.addAll(OURS.keySet());
    names.addAll(SECURITY);
    names.addAll(REFUSED.keySet());
    names.addAll(WITHOUT_COUNTERPART);
    return names;
  }
}
