package io.deltaingest.testkit.contract;

import io.deltaingest.domain.port.MessageSource;
import io.deltaingest.testkit.fake.FakeRecord;

/** A topic of its own for one test of {@link MessageSourceContract}, and what is done to it. */
public interface ContractTopic {

  String name();

  /** Appends one record outside of any transaction. */
  void append(int partition, FakeRecord record);

  /** Appends values in a transaction and commits it; a marker takes the next offset. */
  void appendCommitted(int partition, byte[]... values);

  /** Appends values in a transaction and aborts it; a marker takes the next offset. */
  void appendAborted(int partition, byte[]... values);

  /** Appends values in a transaction that is committed when the result is run. */
  Runnable appendOpen(int partition, byte[]... values);

  /** Moves the beginning of the partition. */
  void deleteBefore(int partition, long offset);

  /** The topic is gone when this returns. */
  void delete();

  /**
   * A source that is a member of that group, not yet subscribed. Whoever made the topic closes it
   * if the test did not.
   */
  MessageSource member(String group);
}
