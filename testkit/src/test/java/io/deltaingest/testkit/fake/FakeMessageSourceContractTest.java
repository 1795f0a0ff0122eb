package io.deltaingest.testkit.fake;

import io.deltaingest.domain.port.MessageSource;
import io.deltaingest.testkit.contract.ContractTopic;
import io.deltaingest.testkit.contract.MessageSourceContract;
import java.util.HashMap;
import java.util.Map;

class FakeMessageSourceContractTest extends MessageSourceContract {

  /** A group on that topic. */
  FakeGroup newGroup(FakeTopic topic) {
    return new FakeGroup(topic);
  }

  @Override
  protected ContractTopic newTopic(int partitions) {
    FakeTopic topic = new FakeTopic("fake", partitions);
    Map<String, FakeGroup> groups = new HashMap<>();
    return new ContractTopic() {
      @Override
      public String name() {
        return topic.name();
      }

      @Override
      public void append(int partition, FakeRecord record) {
        topic.append(partition, record);
      }

      @Override
      public void appendCommitted(int partition, byte[]... values) {
        topic.appendCommitted(partition, values);
      }

      @Override
      public void appendAborted(int partition, byte[]... values) {
        topic.appendAborted(partition, values);
      }

      @Override
      public Runnable appendOpen(int partition, byte[]... values) {
        return topic.begin(partition, values)::commit;
      }

      @Override
      public void deleteBefore(int partition, long offset) {
        topic.deleteBefore(partition, offset);
      }

      @Override
      public void delete() {
        topic.delete();
      }

      @Override
      public MessageSource member(String group) {
        return groups.computeIfAbsent(group, any -> newGroup(topic)).newMember();
      }
    };
  }
}
