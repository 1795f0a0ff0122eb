package io.deltaingest.launcher.runtime;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.port.SchemaSampler;
import io.deltaingest.domain.stream.StreamConfig;
import io.deltaingest.formats.MessageRowTransformerFactory;
import io.deltaingest.kafka.KafkaSourceFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works out the columns of a stream's table from the first messages of its topic. Blocks on the
 * broker, and on a schema registry.
 */
final class TableDesign {

  private static final Logger LOG = LoggerFactory.getLogger(TableDesign.class);

  /** Enough to meet what is seldom there, few enough to be read in a moment. */
  static final int MESSAGES = 1_000;

  private final KafkaSourceFactory sources;

  TableDesign(KafkaSourceFactory sources) {
    this.sources = sources;
  }

  /**
   * The columns.
   *
   * @throws TransientException when no message is there yet, or the broker or the registry is away
   * @throws ConfigurationException when none of the messages can be read
   */
  StructType columns(
      String brokers, StreamConfig config, MessageRowTransformerFactory transformers) {
    SchemaSampler sampler = transformers.sampler();
    Rejection[] latest = new Rejection[1];
    int[] rejected = new int[1];
    StreamConfig.Source from = config.source();
    int read =
        sources.sample(
            brokers,
            from.kafka(),
            from.group(),
            from.topic(),
            MESSAGES,
            message -> {
              Rejection rejection = sampler.observe(message);
              if (rejection != null) {
                latest[0] = rejection;
                rejected[0]++;
              }
            });
    StructType columns = sampler.columns();
    if (!columns.fields().isEmpty()) {
      LOG.info(
          "Columns worked out from {} messages of topic {}, of which {} could not be read",
          read,
          from.topic(),
          rejected[0]);
      return columns;
    }
    String what = "The columns of the table can't be worked out from topic " + from.topic();
    String remedy = "Give the table's schema: --schema FILE, table.create.schema";
    if (latest[0] != null) {
      throw new ConfigurationException(
          Problem.of(
              what, "none of its first messages can be read: " + latest[0].detail(), remedy));
    }
    throw new TransientException(
        Problem.of(what, "it has no message with a property yet", "It is tried again. " + remedy));
  }
}
