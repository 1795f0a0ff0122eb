package io.deltaingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.stream.KafkaSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaSettingsTranslatorTest {

  private static final String BROKERS = "broker:9092";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "client.rack | a | client.rack | a",
        "metadata.max.age.ms | 180000 | metadata.max.age.ms | 180000",
        "topic.metadata.refresh.interval.ms | 5000 | metadata.max.age.ms | 5000",
        "topic.metadata.refresh.interval.ms | -1 | metadata.max.age.ms | 2147483647",
        "metadata.recovery.strategy | none | metadata.recovery.strategy | none",
        "session.timeout.ms | 30000 | session.timeout.ms | 30000",
        "heartbeat.interval.ms | 1000 | heartbeat.interval.ms | 1000",
        "max.poll.interval.ms | 60000 | max.poll.interval.ms | 60000",
        "max.poll.records | 77 | max.poll.records | 77",
        "fetch.wait.max.ms | 100 | fetch.max.wait.ms | 100",
        "fetch.max.wait.ms | 100 | fetch.max.wait.ms | 100",
        "fetch.min.bytes | 1000 | fetch.min.bytes | 1000",
        "fetch.max.bytes | 5000000 | fetch.max.bytes | 5000000",
        "fetch.message.max.bytes | 9000 | max.partition.fetch.bytes | 9000",
        "max.partition.fetch.bytes | 9000 | max.partition.fetch.bytes | 9000",
        "socket.timeout.ms | 7000 | request.timeout.ms | 7000",
        "socket.send.buffer.bytes | 0 | send.buffer.bytes | -1",
        "socket.receive.buffer.bytes | 1048576 | receive.buffer.bytes | 1048576",
        "socket.connection.setup.timeout.ms | 9000 | socket.connection.setup.timeout.ms | 9000",
        "connections.max.idle.ms | 0 | connections.max.idle.ms | -1",
        "reconnect.backoff.ms | 5 | reconnect.backoff.ms | 5",
        "reconnect.backoff.max.ms | 50 | reconnect.backoff.max.ms | 50",
        "retry.backoff.ms | 5 | retry.backoff.ms | 5",
        "check.crcs | false | check.crcs | false",
        "client.dns.lookup | use_all_dns_ips | client.dns.lookup | use_all_dns_ips",
        "isolation.level | read_uncommitted | isolation.level | read_uncommitted",
        "allow.auto.create.topics | true | allow.auto.create.topics | true",
        "security.protocol | ssl | security.protocol | SSL",
        "sasl.mechanisms | PLAIN | sasl.mechanism | PLAIN",
        "ssl.endpoint.identification.algorithm | none | ssl.endpoint.identification.algorithm | ''",
        "partition.assignment.strategy | cooperative-sticky | partition.assignment.strategy"
            + " | org.apache.kafka.clients.consumer.CooperativeStickyAssignor",
        "partition.assignment.strategy | roundrobin, range | partition.assignment.strategy"
            + " | org.apache.kafka.clients.consumer.RoundRobinAssignor,"
            + "org.apache.kafka.clients.consumer.RangeAssignor",
      })
  void shouldTranslate(String written, String value, String name, String expected) {
    ClientSettings settings = translate(Map.of(written, value));

    assertThat(settings.consumer()).containsEntry(name, expected);
    assertThat(settings.warnings()).isEmpty();
  }

  @Test
  void shouldReadCommittedRecordsOfExistingTopicsFromWhereTheTableSays() {
    assertThat(translate(Map.of()).consumer())
        .containsEntry("bootstrap.servers", BROKERS)
        .containsEntry("group.id", "group")
        .containsEntry("isolation.level", "read_committed")
        .containsEntry("allow.auto.create.topics", "false")
        .containsEntry("enable.auto.commit", "false")
        .containsEntry("auto.offset.reset", "none")
        .containsEntry(
            "partition.assignment.strategy",
            "org.apache.kafka.clients.consumer.RangeAssignor,"
                + "org.apache.kafka.clients.consumer.RoundRobinAssignor");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "group.id",
        "enable.auto.commit",
        "auto.commit.interval.ms",
        "enable.auto.offset.store",
        "auto.offset.reset",
        "key.deserializer",
        "value.deserializer",
        "bootstrap.servers",
        "metadata.broker.list"
      })
  void shouldInsistOnItsOwn(String name) {
    ClientSettings settings = translate(Map.of(name, "theirs"));

    assertThat(settings.warnings()).singleElement().asString().startsWith(name + " has no effect");
    assertThat(settings.consumer()).isEqualTo(translate(Map.of()).consumer());
  }

  @Test
  void shouldTakeTheBrokersAmongTheSettingsForTheSame() {
    assertThat(translate(Map.of("bootstrap.servers", BROKERS)).warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "socket.keepalive.enable",
        "debug",
        "broker.address.family",
        "queued.max.messages.kbytes",
        "queued.min.messages",
        "statistics.interval.ms",
        "log_level",
        "api.version.request",
        "linger.ms"
      })
  void shouldWarnOfWhatHasNoCounterpart(String name) {
    ClientSettings settings = translate(Map.of(name, "1"));

    assertThat(settings.warnings()).singleElement().asString().startsWith(name + " has no effect");
    assertThat(settings.consumer()).isEqualTo(translate(Map.of()).consumer());
  }

  @Test
  void shouldNameEveryBadSettingAsItWasWritten() {
    Map<String, String> written = new LinkedHashMap<>();
    written.put("fetch.wait.max.ms", "soon");
    written.put("session.timeout.mss", "1000");
    written.put("isolation.level", "serializable");
    written.put("ssl.crl.location", "/crl");
    written.put("fetch.min.bytes", "-5");
    written.put("enable.ssl.certificate.verification", "maybe");

    assertThatThrownBy(() -> translate(written))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("fetch.wait.max.ms=soon: Not a number")
        .hasMessageContaining("session.timeout.mss is a setting neither of librdkafka nor")
        .hasMessageContaining("near it: session.timeout.ms")
        .hasMessageContaining("isolation.level=serializable: String must be one of")
        .hasMessageContaining("ssl.crl.location is not supported")
        .hasMessageContaining("fetch.min.bytes=-5: Value must be at least 0")
        .hasMessageContaining("enable.ssl.certificate.verification=maybe: must be true or false");
  }

  @Test
  void shouldLetTheLaterOfTwoNamesWin() {
    Map<String, String> written = new LinkedHashMap<>();
    written.put("fetch.wait.max.ms", "1");
    written.put("fetch.max.wait.ms", "2");

    ClientSettings settings = translate(written);

    assertThat(settings.consumer()).containsEntry("fetch.max.wait.ms", "2");
    assertThat(settings.warnings())
        .containsExactly(
            "fetch.wait.max.ms has no effect: fetch.max.wait.ms says the same and comes later");
  }

  @Test
  void shouldPassUnknownNamesOnToClassesOfTheUsers() {
    Map<String, String> written =
        Map.of("interceptor.classes", "com.example.Audit", "com.example.audit.url", "x");

    assertThat(translate(written).consumer()).containsEntry("com.example.audit.url", "x");
  }

  @Test
  void shouldTellTheWorkersOfOneProcessApart() {
    Map<String, String> written = Map.of("client.id", "mine", "group.instance.id", "static");

    assertThat(translate(written, new GroupMember("g", "t", 0, 1)).consumer())
        .containsEntry("client.id", "mine")
        .containsEntry("group.instance.id", "static");
    assertThat(translate(written, new GroupMember("g", "t", 1, 2)).consumer())
        .containsEntry("client.id", "mine-1")
        .containsEntry("group.instance.id", "static-1");
    assertThat(translate(Map.of(), new GroupMember("g", "t", 1, 2)).consumer())
        .containsEntry("client.id", "kafka-delta-ingest-g-1")
        .doesNotContainKey("group.instance.id");
  }

  @Test
  void shouldLeaveOutWhatTheNewerProtocolForbids() {
    Map<String, String> written =
        Map.of("group.protocol", "consumer", "session.timeout.ms", "9000");

    ClientSettings settings = translate(written);

    assertThat(settings.consumer())
        .containsEntry("group.protocol", "consumer")
        .doesNotContainKeys(
            "session.timeout.ms", "heartbeat.interval.ms", "partition.assignment.strategy");
    assertThat(settings.warnings()).singleElement().asString().startsWith("session.timeout.ms has");
    assertThat(parsed(settings).getString("group.protocol")).isEqualTo("consumer");
  }

  @Test
  void shouldLeaveTimeToHearOfARebalance() {
    assertThat(translate(Map.of()).rebalanceTimeout()).isEqualTo(Duration.ofSeconds(267));
    assertThat(
            translate(Map.of("max.poll.interval.ms", "10000", "heartbeat.interval.ms", "6000"))
                .rebalanceTimeout())
        .isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void shouldTakeSeveralHeartbeatsWithoutAnAnswerForSilence() {
    assertThat(translate(Map.of()).silenceLimit()).isEqualTo(Duration.ofSeconds(15));
    assertThat(translate(Map.of("heartbeat.interval.ms", "10000")).silenceLimit())
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(translate(Map.of("group.protocol", "consumer")).silenceLimit())
        .isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void shouldFitFetchesIntoTheMemoryThatTheyMayTake() {
    GroupMember member = new GroupMember("g", "t", 0, 1);

    for (long bytes : new long[] {2 << 20, 5 << 20, 8 << 20}) {
      ConsumerConfig config =
          parsed(
              KafkaSettingsTranslator.translate(
                  BROKERS, KafkaSettings.of(Map.of()), member, FetchSizes.within(bytes)));
      // two brokers, each with a response being read and one on its way
      assertThat(4L * config.getInt("fetch.max.bytes")).isBetween(bytes - 4, bytes);
      assertThat(config.getInt("max.partition.fetch.bytes"))
          .isEqualTo(config.getInt("fetch.max.bytes") / 4);
    }
    assertThat(FetchSizes.within(Long.MAX_VALUE)).isEqualTo(FetchSizes.LARGEST);
    assertThat(FetchSizes.within(0).responseBytes()).isEqualTo(256 << 10);
  }

  @Test
  void shouldLetTheUsersFetchSizesWin() {
    Map<String, String> written =
        Map.of("fetch.max.bytes", "5000000", "fetch.message.max.bytes", "9000");

    ClientSettings settings =
        KafkaSettingsTranslator.translate(
            BROKERS,
            KafkaSettings.of(written),
            new GroupMember("g", "t", 0, 1),
            FetchSizes.within(1 << 20));

    assertThat(settings.consumer())
        .containsEntry("fetch.max.bytes", "5000000")
        .containsEntry("max.partition.fetch.bytes", "9000");
  }

  @Test
  void shouldGiveTheAdminClientWhatItKnows() {
    ClientSettings settings =
        translate(Map.of("security.protocol", "ssl", "fetch.min.bytes", "5", "client.id", "me"));

    assertThat(settings.admin())
        .containsEntry("security.protocol", "SSL")
        .containsEntry("client.id", "me-admin")
        .doesNotContainKey("fetch.min.bytes");
    AdminClientConfig config = new AdminClientConfig(settings.admin());
    assertThat(config.getInt("request.timeout.ms"))
        .isLessThanOrEqualTo(config.getInt("default.api.timeout.ms"));
  }

  @Test
  void shouldKnowEachNameInOneWayOnly() {
    Set<String> seen = new TreeSet<>();
    for (Set<String> names :
        Set.of(
            SettingNames.RENAMED.keySet(),
            SettingNames.BROKERS,
            SettingNames.OURS.keySet(),
            SettingNames.SECURITY,
            SettingNames.REFUSED.keySet(),
            SettingNames.WITHOUT_COUNTERPART)) {
      for (String name : names) {
        assertThat(seen.add(name)).as(name).isTrue();
      }
    }
    assertThat(SettingNames.JAVA)
        .containsAll(SettingNames.RENAMED.values())
        .doesNotContainAnyElementsOf(SettingNames.RENAMED.keySet())
        .doesNotContainAnyElementsOf(SettingNames.SECURITY)
        .doesNotContainAnyElementsOf(SettingNames.WITHOUT_COUNTERPART)
        .doesNotContainAnyElementsOf(SettingNames.REFUSED.keySet());
  }

  @Test
  void shouldMakeSettingsThatTheConsumerTakes() {
    assertThat(parsed(translate(Map.of())).getInt("max.poll.records")).isEqualTo(5000);
  }

  private static ConsumerConfig parsed(ClientSettings settings) {
    Map<String, Object> consumer = settings.consumer();
    consumer.put("key.deserializer", ByteBufferDeserializer.class);
    consumer.put("value.deserializer", ByteBufferDeserializer.class);
    return new ConsumerConfig(consumer);
  }

  private static ClientSettings translate(Map<String, String> written) {
    return translate(written, new GroupMember("group", "topic", 0, 1));
  }

  private static ClientSettings translate(Map<String, String> written, GroupMember member) {
    return KafkaSettingsTranslator.translate(BROKERS, KafkaSettings.of(written), member);
  }
}
