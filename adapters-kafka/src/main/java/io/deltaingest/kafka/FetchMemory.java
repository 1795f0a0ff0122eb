package io.deltaingest.kafka;

/** The heap that a source may fill with fetched messages. Methods are called on its thread. */
public interface FetchMemory {

  /** Heap bytes that fetched messages may take as a rule. Does not change. */
  long fetchBytes();

  /**
   * Told inside of a poll of each message of more than half of {@link #fetchBytes}, which is read
   * all the same, before anything is made of it. Waits while others have the memory for that.
   *
   * @throws io.deltaingest.domain.error.ConfigurationException when there is not enough for any
   */
  void admit(long messageBytes);

  /** What was admitted has become rows, or was dropped. */
  void release();
}
