package io.deltaingest.kafka;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.IngestException;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.port.TopicDescription;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What the broker says of topics, through an admin client that lives for one question: the
 * questions are rare, and an idle client would hold a thread and connections for each stream.
 * Blocks its caller for the look-up time-out at most, on whatever thread.
 */
final class KafkaTopics {

  private final ClientSettings settings;
  private final KafkaFailures failures;
  private final ListenerProbe probe;

  KafkaTopics(ClientSettings settings, KafkaFailures failures) {
    this.settings = settings;
    this.probe = new ListenerProbe(settings);
    this.failures = failures;
  }

  /**
   * @throws ConfigurationException when there is no such topic, or it may not be seen
   * @throws TransientException when the broker does not answer in time
   */
  TopicDescription describe(String topic) {
    probe.refusePlaintextForTls();
    Admin admin = open();
    try {
      org.apache.kafka.clients.admin.TopicDescription found =
          await(admin.describeTopics(List.of(topic)).topicNameValues().get(topic));
      return new TopicDescription(topic, idBits(found.topicId()), found.partitions().size());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw missing(topic, admin);
      }
      IngestException failure = failures.of("describe topic " + topic, e.getCause());
      if (failure instanceof TransientException) {
        probe.explainSilence();
      }
      throw failure;
    } finally {
      admin.close(Duration.ZERO);
    }
  }

  private Admin open() {
    try {
      return Admin.create(settings.admin());
    } catch (KafkaException e) {
      throw failures.ofCreation(e);
    }
  }

  private ConfigurationException missing(String topic, Admin admin) {
    List<String> near = Spelling.near(topic, visibleNames(admin));
    return new ConfigurationException(
        Problem.of(
            "Topic " + topic + " does not exist at " + settings.brokers(),
            near.isEmpty() ? "" : "There is " + String.join(", ", near),
            "Check the topic's name, or create it"));
  }

  /** The topics that may be seen; none if even that fails, since they are only a hint. */
  private Set<String> visibleNames(Admin admin) {
    try {
      return await(admin.listTopics().names());
    } catch (ExecutionException | IngestException e) {
      return Set.of();
    }
  }

  private <T> T await(KafkaFuture<T> future) throws ExecutionException {
    try {
      return future.get(settings.lookUpTimeout().toMillis() + 1000, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      probe.explainSilence();
      throw noAnswer("No answer in " + settings.lookUpTimeout().toMillis() + " ms", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw noAnswer("Interrupted while waiting for an answer", e);
    }
  }

  private TransientException noAnswer(String cause, Exception e) {
    return new TransientException(
        Problem.of(
            "No broker of " + settings.brokers() + " answers",
            cause,
            "It is tried again; check that the brokers are up and reachable"),
        e);
  }

  /** Both halves of the id folded into one, without the sign; brokers without KIP-516 send zero. */
  static OptionalLong idBits(Uuid id) {
    if (id == null || id.equals(Uuid.ZERO_UUID)) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(
        (id.getMostSignificantBits() ^ id.getLeastSignificantBits()) & Long.MAX_VALUE);
  }
}
