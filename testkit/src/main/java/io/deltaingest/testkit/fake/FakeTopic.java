package io.deltaingest.testkit.fake;

import io.deltaingest.domain.port.TopicDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A topic in memory: records, transactions and their markers, what compaction and retention leave
 * behind, recreation. Offsets are never reused within a topic's life.
 */
public final class FakeTopic {

  private final String name;
  private final List<FakePartition> partitions = new ArrayList<>();
  private long idBits = 1;
  private boolean exists = true;

  public FakeTopic(String name, int partitionCount) {
    this.name = name;
    addPartitions(partitionCount);
  }

  public String name() {
    return name;
  }

  public int partitionCount() {
    return partitions.size();
  }

  /** Adds partitions up to that number. Groups notice at their next rebalance. */
  public void addPartitions(int newCount) {
    while (partitions.size() < newCount) {
      partitions.add(new FakePartition());
    }
  }

  /** Appends values; returns the offset of the last. */
  public long append(int partition, byte[]... values) {
    long last = -1;
    for (byte[] value : values) {
      last = append(partition, FakeRecord.of(value));
    }
    return last;
  }

  public long append(int partition, FakeRecord record) {
    return partition(partition).append(record);
  }

  /** Appends values in a transaction; the partition can be read up to it until it ends. */
  public OpenTransaction begin(int partition, byte[]... values) {
    List<Long> offsets = new ArrayList<>();
    for (byte[] value : values) {
      offsets.add(partition(partition).appendOpen(FakeRecord.of(value)));
    }
    return new OpenTransaction(partition(partition), offsets);
  }

  /** Appends values and the marker that makes them readable. */
  public void appendCommitted(int partition, byte[]... values) {
    begin(partition, values).commit();
  }

  /** Appends values and the marker that hides them for ever. */
  public void appendAborted(int partition, byte[]... values) {
    begin(partition, values).abort();
  }

  /** Takes one record out, as compaction does: its offset stays empty. */
  public void compactAway(int partition, long offset) {
    partition(partition).compactAway(offset);
  }

  /** Moves the partition's beginning, as retention does. */
  public void deleteBefore(int partition, long offset) {
    partition(partition).deleteBefore(offset);
  }

  /** The topic is gone. */
  public void delete() {
    exists = false;
  }

  /** The topic is deleted and made again under its name: empty, with another id. */
  public void recreate() {
    int count = partitions.size();
    partitions.clear();
    addPartitions(count);
    idBits++;
    exists = true;
  }

  /** Whether it was not deleted. */
  public boolean exists() {
    return exists;
  }

  TopicDescription description() {
    return new TopicDescription(name, OptionalLong.of(idBits), partitions.size());
  }

  FakePartition partition(int number) {
    return partitions.get(number);
  }

  /** A transaction that is to be ended once. */
  public static final class OpenTransaction {
    private final FakePartition partition;
    private final List<Long> offsets;

    private OpenTransaction(FakePartition partition, List<Long> offsets) {
      this.partition = partition;
      this.offsets = offsets;
    }

    public void commit() {
      partition.endTransaction(offsets, true);
    }

    public void abort() {
      partition.endTransaction(offsets, false);
    }
  }
}
