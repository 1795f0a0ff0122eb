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
  private boolean polledSince;
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
   * @throws io.deltaingest.domain.error.StreamFailedException when it is another one than at the
   *     first look: what was decided then, as where a bounded run ends, is not true of it
   */
  void look() {
    see(source.describeTopic());
  }

  /** Something was read after the last look: of which topic, the next look will tell. */
  void polled() {
    polledSince = true;
  }

  /**
   * Looks at the topic while messages of it are held, or may be.
   *
   * @return false when the broker does not answer and something was read since the last look: it
   *     may be another topic's
   * @throws io.deltaingest.domain.error.StreamFailedException when it is another one: what is held
   *     may be of either
   */
  boolean confirm(TableSnapshot table) {
    try {
      see(source.describeTopic());
      starts.verify(table, topic);
    } catch (TransientException away) {
      lookedNanos = clock.nanos();
      LOG.debug("The topic could not be looked at: {}", away.getMessage());
      return !polledSince;
    } catch (ConfigurationException absent) {
      missed(absent);
    }
    return true;
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
    OptionalLong before = topic == null ? OptionalLong.empty() : topic.idBits();
    OptionalLong now = description.idBits();
    if (before.isPresent() && now.isPresent() && !before.equals(now)) {
      throw Faults.topicRecreated(topic.name());
    }
    topic = description;
    lookedNanos = clock.nanos();
    polledSince = false;
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
