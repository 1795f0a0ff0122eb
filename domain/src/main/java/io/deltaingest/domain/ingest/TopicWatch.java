package io.deltaingest.domain.ingest;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.MessageSource;
import io.deltaingest.domain.port.TopicDescription;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the topic is still the one that was subscribed to. A consumer goes on by name and offset:
 * it does not notice that a topic was deleted and made again, and would take the new one's messages
 * for the old one's. So the topic is looked at after the last poll of each batch and before its
 * commit, and now and then while nothing is to be committed.
 */
final class TopicWatch {

  private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);
  private static final long IDLE_NANOS = 30_000_000_000L;
  private static final long GONE_NANOS = 10_000_000_000L;

  private final MessageSource source;
  private final StartOffsets starts;
  private final Clock clock;
  private TopicDescription topic;
  private long lookedNanos;
  private boolean missed;
  private long missedNanos;
  private ConfigurationException gone;

  TopicWatch(MessageSource source, StartOffsets starts, Clock clock) {
    this.source = source;
    this.starts = starts;
    this.clock = clock;
  }

  /** As seen last; null before the first look. */
  TopicDescription topic() {
    return topic;
  }

  /**
   * Looks at the topic while nothing of it is held.
   *
   * @throws io.deltaingest.domain.error.StreamFailedException when the table's offsets are another
   *     topic's
   */
  void look(TableSnapshot table) {
    see(source.describeTopic());
    starts.verify(table, topic);
  }

  /** The first look, before a table was read. */
  void look() {
    see(source.describeTopic());
  }

  /**
   * Looks at the topic while messages of it are held, or may be.
   *
   * @throws io.deltaingest.domain.error.StreamFailedException when it is another one: what is held
   *     may be of either
   */
  void confirm(TableSnapshot table) {
    try {
      TopicDescription now = source.describeTopic();
      OptionalLong before = topic.idBits();
      if (before.isPresent() && now.idBits().isPresent() && !before.equals(now.idBits())) {
        throw Faults.topicRecreated(topic.name());
      }
      see(now);
      starts.verify(table, topic);
    } catch (TransientException away) {
      lookedNanos = clock.nanos();
      LOG.debug("The topic could not be looked at: {}", away.getMessage());
    } catch (ConfigurationException absent) {
      missed(absent);
    }
  }

  /** As {@link #confirm}, when the last look is long ago. */
  void confirmNowAndThen(TableSnapshot table) {
    if (clock.nanos() - lookedNanos >= (missed ? GONE_NANOS : IDLE_NANOS)) {
      confirm(table);
    }
  }

  /** The failure to stop with, after what is held is committed: the topic is not there any more. */
  Optional<ConfigurationException> gone() {
    return Optional.ofNullable(gone);
  }

  private void see(TopicDescription description) {
    topic = description;
    lookedNanos = clock.nanos();
    missed = false;
  }

  /** One look may be answered by a broker that does not know yet: it takes two, some time apart. */
  private void missed(ConfigurationException absent) {
    lookedNanos = clock.nanos();
    if (!missed) {
      missed = true;
      missedNanos = lookedNanos;
      LOG.warn("{}; looking again", absent.getMessage());
    } else if (lookedNanos - missedNanos >= GONE_NANOS) {
      gone = absent;
    }
  }
}
