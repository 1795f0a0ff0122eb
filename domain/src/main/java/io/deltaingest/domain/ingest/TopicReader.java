package io.deltaingest.domain.ingest;

import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.port.AssignmentListener;
import io.deltaingest.domain.port.MessageBatch;
import io.deltaingest.domain.port.MessageSource;
import io.deltaingest.domain.port.TableSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls the source: for messages, or only to stay in the group. Ingest thread, but for {@link
 * #wakeForSink}.
 */
final class TopicReader {

  private static final Logger LOG = LoggerFactory.getLogger(TopicReader.class);

  private final MessageSource source;
  private final AssignedPartitions partitions;
  private final TableSession session;
  private final TableSink sink;
  private final DeadLetters deadLetters;
  private final StatusReporter reporter;
  private final boolean bounded;
  private boolean subscribed;
  private boolean away;
  private boolean delivering;
  private long deliveredChange = -1;

  /** Whether a poll should be cut short when a sink has news. */
  private volatile boolean awaitingSink;

  /**
   * @param bounded whether partitions come to an end, and must not deliver beyond it
   */
  TopicReader(
      MessageSource source,
      AssignedPartitions partitions,
      TableSession session,
      TableSink sink,
      DeadLetters deadLetters,
      StatusReporter reporter,
      boolean bounded) {
    this.source = source;
    this.partitions = partitions;
    this.session = session;
    this.sink = sink;
    this.deadLetters = deadLetters;
    this.reporter = reporter;
    this.bounded = bounded;
  }

  /** A sink has news. Any thread. */
  void wakeForSink() {
    if (awaitingSink) {
      source.wakeup();
    }
  }

  /** Joins the group, once. */
  void subscribe(AssignmentListener listener) {
    if (!subscribed) {
      source.subscribe(listener);
      subscribed = true;
    }
  }

  boolean subscribed() {
    return subscribed;
  }

  /** Whether the broker did not answer the last poll. */
  boolean sourceAway() {
    return away;
  }

  boolean sinksReady() {
    return sink.ready() && deadLetters.ready();
  }

  /**
   * Polls; a broker that is away is no reason to drop what is held, which goes to the table when it
   * is due all the same.
   *
   * @return null while the broker is away
   */
  MessageBatch pollThroughOutages(Duration timeout) {
    try {
      MessageBatch polled = poll(timeout);
      if (away && !polled.nextPositions().isEmpty()) {
        away = false;
        LOG.info("Messages come again");
      }
      return polled;
    } catch (TransientException outage) {
      if (!away) {
        away = true;
        reporter.fault(outage, false);
        LOG.warn("{}", outage.getMessage());
      }
      return null;
    }
  }

  /** Keeps the membership without reading. */
  void pollPaused(Duration timeout) {
    deliver(false);
    poll(timeout);
  }

  private MessageBatch poll(Duration timeout) {
    awaitingSink = session.committing() || !sinksReady();
    try {
      return source.poll(timeout);
    } finally {
      awaitingSink = false;
    }
  }

  /** Tells the source which partitions may deliver, when that changed. */
  void deliver(boolean read) {
    if (read == delivering && !bounded && partitions.changes() == deliveredChange) {
      return;
    }
    List<Integer> readable = read ? partitions.readable() : List.of();
    List<Integer> rest = new ArrayList<>(partitions.numbers());
    rest.removeAll(readable);
    source.pause(rest);
    source.resume(readable);
    delivering = read;
    deliveredChange = partitions.changes();
  }
}
