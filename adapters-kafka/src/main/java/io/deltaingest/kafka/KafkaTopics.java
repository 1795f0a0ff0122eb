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
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What the broker says of topics, through an admin client that lives for one question: the
 * questions are rare, and an idle client would hold a thread and connections for each stream.
 * Blocks its caller for the look-up time-out at most, on whatever thread.
 */
final class KafkaTopics implements AutoCloseable {

  /** A broker that is there, and understands, has answered by then. */
  private static final Duration SUSPICIOUS_SILENCE = Duration.ofSeconds(1);

  private final ClientSettings settings;
  private final KafkaFailures failures;
  private final ListenerProbe probe;
  private final SharedAdmins.Lease admins;

  /** Whether the brokers were understood once: it is not the settings then. */
  private boolean answered;

  KafkaTopics(ClientSettings settings, KafkaFailures failures, SharedAdmins admins) {
    this.settings = settings;
    this.admins = admins.lease(settings);
    this.probe = new ListenerProbe(settings);
    this.failures = failures;
  }

  /**
   * @throws ConfigurationException when there is no such topic, or it may not be seen
   * @throws TransientException when the broker does not answer in time
   */
  TopicDescription describe(String topic) {
    if (!answered) {
      probe.refusePlaintextForTls();
    }
    try {
      return admins.ask(admin -> describe(topic, admin));
    } catch (KafkaException e) {
      throw failures.ofCreation(e);
    }
  }

  private TopicDescription describe(String topic, Admin admin) {
    try {
      org.apache.kafka.clients.admin.TopicDescription found =
          await(admin.describeTopics(List.of(topic)).topicNameValues().get(topic));
      return new TopicDescription(topic, idBits(found.topicId()), found.partitions().size());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw missing(topic, admin);
      }
      throw failures.of("describe topic " + topic, e.getCause());
    }
  }

  @Override
  public void close() {
    admins.close();
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
    long patience = settings.lookUpTimeout().toMillis() + 1000;
    long suspicious = Math.min(SUSPICIOUS_SILENCE.toMillis(), patience - 1000);
    try {
      T answer = answered ? null : firstAnswer(future, suspicious);
      if (answer == null) {
        answer = future.get(patience - suspicious, TimeUnit.MILLISECONDS);
      }
      answered = true;
      return answer;
    } catch (TimeoutException e) {
      throw noAnswer("No answer in " + settings.lookUpTimeout().toMillis() + " ms", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw noAnswer("Interrupted while waiting for an answer", e);
    }
  }

  /** The answer, or null when it takes long for reasons that are not the settings'. */
  private <T> T firstAnswer(KafkaFuture<T> future, long millis)
      throws ExecutionException, InterruptedException {
    try {
      return future.get(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      probe.explainSilence();
      return null;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RetriableException) {
        probe.explainSilence();
      }
      throw e;
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
