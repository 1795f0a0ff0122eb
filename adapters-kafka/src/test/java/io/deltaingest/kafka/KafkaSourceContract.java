package io.deltaingest.kafka;

import io.deltaingest.domain.port.Message;
import io.deltaingest.domain.port.MessageSource;
import io.deltaingest.domain.stream.KafkaSettings;
import io.deltaingest.testkit.KafkaFixture;
import io.deltaingest.testkit.KafkaFixture.OpenTransaction;
import io.deltaingest.testkit.KafkaFixture.TransactionEnd;
import io.deltaingest.testkit.contract.ContractTopic;
import io.deltaingest.testkit.contract.MessageSourceContract;
import io.deltaingest.testkit.fake.FakeRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;

/** The contract over the real adapter and a real broker, for one set of consumer settings. */
abstract class KafkaSourceContract extends MessageSourceContract {

  private final List<MessageSource> sources = new ArrayList<>();

  /** By librdkafka's names. */
  protected abstract Map<String, String> settings();

  @AfterEach
  void closeSources() {
    sources.forEach(source -> source.close(Duration.ofSeconds(1)));
  }

  @Override
  protected ContractTopic newTopic(int partitions) {
    String name = Broker.newName("contract");
    Broker.fixture().createTopic(name, partitions);
    return new RealTopic(name);
  }

  private final class RealTopic implements ContractTopic {
    private final String name;
    private final KafkaFixture fixture = Broker.fixture();

    private RealTopic(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void append(int partition, FakeRecord record) {
      ProducerRecord<byte[], byte[]> sent =
          new ProducerRecord<>(
              name, partition, record.timestampMillis(), record.key(), record.value());
      for (Message.Header header : record.headers()) {
        sent.headers().add(header.key(), header.value());
      }
      fixture.produce(List.of(sent));
    }

    @Override
    public void appendCommitted(int partition, byte[]... values) {
      fixture.produceTransaction(name, partition, TransactionEnd.COMMIT, values);
    }

    @Override
    public void appendAborted(int partition, byte[]... values) {
      fixture.produceTransaction(name, partition, TransactionEnd.ABORT, values);
    }

    @Override
    public Runnable appendOpen(int partition, byte[]... values) {
      OpenTransaction transaction = fixture.beginTransaction(name, partition, values);
      return () -> {
        transaction.end(TransactionEnd.COMMIT);
        transaction.close();
      };
    }

    @Override
    public void deleteBefore(int partition, long offset) {
      fixture.deleteRecords(name, partition, offset);
    }

    @Override
    public void delete() {
      fixture.deleteTopic(name);
    }

    @Override
    public MessageSource member(String group) {
      MessageSource source =
          Broker.sources()
              .create(Broker.address(), KafkaSettings.of(settings()), group + name, name, 0, 1);
      sources.add(source);
      return source;
    }
  }
}
