package io.deltaingest.testkit;

import java.util.function.LongConsumer;

/** Fills a topic with {@link WebRequests}, as {@link TopicLoader} does. */
public final class WebRequestsLoader {

  private final TopicLoader loader;

  /** A loader that sends the messages uncompressed. */
  public WebRequestsLoader(String bootstrapServers, String topic, int partitions) {
    this(bootstrapServers, topic, partitions, "none");
  }

  /**
   * @param partitions how many the topic has
   * @param compression a producer's {@code compression.type}
   */
  public WebRequestsLoader(
      String bootstrapServers, String topic, int partitions, String compression) {
    loader = new TopicLoader(bootstrapServers, topic, partitions, compression);
  }

  /** As {@link #load(WebRequests, long, long, LongConsumer)}, unwatched. */
  public void load(WebRequests requests, long from, long to) {
    load(requests, from, to, sent -> {});
  }

  /**
   * Sends the messages numbered {@code from} to {@code to - 1} and waits until the broker has them
   * all.
   *
   * @param progress told now and then on the calling thread how many were sent, and at the end
   */
  public void load(WebRequests requests, long from, long to, LongConsumer progress) {
    loader.load(requests::message, from, to, progress);
  }
}
