package io.deltaingest.kafka;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.IngestException;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.StreamFailedException;
import io.deltaingest.domain.error.TransientException;
import java.util.List;
import javax.security.auth.login.LoginException;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.GroupMaxSizeReachedException;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidGroupIdException;
import org.apache.kafka.common.errors.InvalidSessionTimeoutException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;
import org.apache.kafka.common.errors.UnsupportedAssignorException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * The Kafka client's exceptions as failures by what the caller may do. What the client's messages
 * might repeat of the secrets in its settings is taken out.
 */
final class KafkaFailures {

  /** What the client says when no name of the brokers has an address: perhaps not yet. */
  private static final String UNRESOLVABLE = "No resolvable bootstrap";

  /** Failures by which a group or a broker turns this member's settings down. */
  private static final List<Class<? extends KafkaException>> SETTINGS_REFUSED =
      List.of(
          FencedInstanceIdException.class,
          GroupMaxSizeReachedException.class,
          InconsistentGroupProtocolException.class,
          InvalidConfigurationException.class,
          InvalidGroupIdException.class,
          InvalidSessionTimeoutException.class,
          UnreleasedInstanceIdException.class,
          UnsupportedAssignorException.class,
          UnsupportedVersionException.class);

  private final ClientSettings settings;
  private final String topic;
  private final String group;

  KafkaFailures(ClientSettings settings, String topic, String group) {
    this.settings = settings;
    this.topic = topic;
    this.group = group;
  }

  /**
   * @param doing what failed, to follow "Can't": {@code read from topic x}
   */
  IngestException of(String doing, Throwable failure) {
    String what = "Can't " + doing + " at " + settings.brokers();
    String cause = settings.withoutSecrets(String.valueOf(failure.getMessage()));
    if (failure instanceof AuthenticationException refused) {
      return new ConfigurationException(new SecurityFailures(settings).of(what, refused), failure);
    }
    if (failure instanceof GroupAuthorizationException) {
      return new ConfigurationException(
          Problem.of(what, cause, "Grant READ on the consumer group " + group), failure);
    }
    if (failure instanceof AuthorizationException) {
      return new ConfigurationException(
          Problem.of(
              what,
              cause,
              "Grant READ and DESCRIBE on topic " + topic + " and READ on group " + group),
          failure);
    }
    if (failure instanceof UnknownTopicOrPartitionException
        || failure instanceof InvalidTopicException) {
      return new ConfigurationException(
          Problem.of(what, cause, "Check the topic's name, or create it"), failure);
    }
    if (SETTINGS_REFUSED.stream().anyMatch(type -> type.isInstance(failure))) {
      return new ConfigurationException(
          Problem.of(what, cause, "Check the Kafka settings of the stream, and of its group"),
          failure);
    }
    if (failure instanceof RetriableException || failure instanceof InterruptException) {
      return new TransientException(
          Problem.of(what, cause, "It is tried again; check that the brokers are up and reachable"),
          failure);
    }
    return new StreamFailedException(Problem.of(what, cause, ""), failure);
  }

  /** A client that could not be made of its settings. */
  IngestException ofCreation(KafkaException failure) {
    Throwable root = failure;
    boolean login = false;
    while (root.getCause() != null) {
      root = root.getCause();
      login |= root instanceof LoginException;
    }
    if (login && settings.mechanism().equals("OAUTHBEARER")) {
      return new SecurityFailures(settings).ofTokenRequest(root);
    }
    String cause = settings.withoutSecrets(String.valueOf(root.getMessage()));
    if (root instanceof ConfigException && cause.contains(UNRESOLVABLE)) {
      return new TransientException(
          Problem.of(
              "No broker of " + settings.brokers() + " has an address",
              cause,
              "It is tried again; check the names of the brokers"));
    }
    if (root instanceof LinkageError || root instanceof ClassNotFoundException) {
      return new ConfigurationException(
          Problem.of(
              "The Kafka client can't be made of its settings",
              "A library is missing (" + cause + ")",
              "Check the settings that name classes, or put the library on the class path"));
    }
    // Without the exceptions themselves: their messages may hold what was taken out of this one.
    return new ConfigurationException(
        Problem.of(
            "The Kafka client can't be made of its settings", cause, "Check the Kafka settings"));
  }

  /**
   * A position that the broker does not have.
   *
   * @param end the offset after the last record, or a negative number where the range is not known
   */
  StreamFailedException outOfRange(
      int partition, long position, long beginning, long end, KafkaException failure) {
    String range = end < 0 ? "unknown range" : "range [" + beginning + ", " + end + ")";
    String what =
        "Offset "
            + position
            + " of partition "
            + partition
            + " of topic "
            + topic
            + " is out of the broker's "
            + range;
    String cause;
    String remedy;
    if (failure instanceof LogTruncationException) {
      cause = "The broker lost records that had been read (an unclean leader election)";
      remedy =
          "What was read of them is in the table; decide where to go on, and"
              + " move the stored offset there (docs/operations.md, Offsets)";
    } else if (end >= 0 && position < beginning) {
      cause = "Retention or a deletion removed the records from there on before they were read";
      remedy =
          "Ways out: move this partition's stored offset to "
              + (beginning - 1)
              + " (docs/operations.md, Offsets), which gives up what is missing; or"
              + " start with a new app id, which reads the topic again from its beginning";
    } else if (end >= 0 && position > end) {
      cause = "The topic was recreated, or the broker lost records";
      remedy =
          "Ways out: if the topic is another one now, use a new app id; if not, move this"
              + " partition's stored offset to "
              + (end - 1)
              + " (docs/operations.md, Offsets)";
    } else {
      cause = settings.withoutSecrets(String.valueOf(failure.getMessage()));
      remedy =
          "Ways out: move the stored offsets to what the broker has (docs/operations.md, Offsets), or"
              + " use a new app id";
    }
    return new StreamFailedException(Problem.of(what, cause, remedy), failure);
  }
}
