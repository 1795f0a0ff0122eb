package io.deltaingest.kafka;

/**
 * How much a consumer asks for at a time. Limits of what is asked, not of what a message may be: a
 * broker answers with at least one batch, however large (KIP-74).
 *
 * @param responseBytes {@code fetch.max.bytes}, of one answer of one broker
 * @param partitionBytes {@code max.partition.fetch.bytes}, of each partition in it
 */
record FetchSizes(int responseBytes, int partitionBytes) {

  /**
   * Where memory is no question. More makes reading slower, not faster: bytes that were fetched are
   * read while they are still in the processor's caches. A broker that takes some 50 ms and more to
   * answer is another matter, and the user's settings are for that.
   */
  static final FetchSizes LARGEST = new FetchSizes(2 << 20, 512 << 10);

  private static final int SMALLEST_RESPONSE = 256 << 10;

  /** A response being read and one on its way, of each of two brokers. */
  private static final int RESPONSES_HELD = 4;

  private static final int PARTITIONS_IN_A_RESPONSE = 4;

  /** Such that what a consumer holds stays within {@code bytes}, unless that is next to nothing. */
  static FetchSizes within(long bytes) {
    long response =
        Math.max(SMALLEST_RESPONSE, Math.min(LARGEST.responseBytes, bytes / RESPONSES_HELD));
    return new FetchSizes((int) response, (int) response / PARTITIONS_IN_A_RESPONSE);
  }
}
