package io.deltaingest.domain.port;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * A topic as the broker describes it.
 *
 * @param idBits 63 bits of the topic id (KIP-516), never negative, stable while the topic lives and
 *     different after it was recreated; empty where the broker gives topics no id
 * @param partitionCount partitions 0 to {@code partitionCount - 1} exist
 */
public record TopicDescription(String name, OptionalLong idBits, int partitionCount) {

  /** The numbers of all partitions. */
  public List<Integer> partitions() {
    return IntStream.range(0, partitionCount).boxed().toList();
  }
}
