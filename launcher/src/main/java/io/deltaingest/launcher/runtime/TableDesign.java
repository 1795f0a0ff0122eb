package io.deltaingest.launcher.runtime;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.IngestException;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.port.SchemaSampler;
import io.deltaingest.domain.stream.StreamConfig;
import io.deltaingest.formats.MessageRowTransformerFactory;
import io.deltaingest.formats.RegisteredDesign;
import io.deltaingest.kafka.KafkaSourceFactory;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works out the columns of a stream's table from the first messages of its topic and, where there
 * is a schema registry, from the schema that producers write in by now: that one has what the first
 * messages lack, and is all there is before there are messages. Blocks on the broker, and on the
 * registry.
 */
final class TableDesign {

  private static final Logger LOG = LoggerFactory.getLogger(TableDesign.class);

  /** Enough to meet what is seldom there, few enough to be read in a moment. */
  static final int MESSAGES = 1_000;

  private static final String GIVE_A_SCHEMA =
      "Give the table's schema: --schema FILE, table.create.schema";

  private final KafkaSourceFactory sources;

  TableDesign(KafkaSourceFactory sources) {
    this.sources = sources;
  }

  /**
   * What the first messages say.
   *
   * @param rejection why one of them could not be read; null where all could
   */
  private record Sample(StructType columns, int messages, int rejected, Rejection rejection) {
    boolean isEmpty() {
      return columns.fields().isEmpty();
    }
  }

  /**
   * The columns.
   *
   * @throws AwaitedMessagesException when no message is there yet and no schema tells what they
   *     will be like
   * @throws TransientException when the broker or the registry is away
   * @throws ConfigurationException when none of the messages can be read, or there is none and the
   *     stream does not wait for any; the registry refuses access, or a schema is all there is and
   *     can't be used
   */
  StructType columns(
      String brokers, StreamConfig config, MessageRowTransformerFactory transformers) {
    String topic = config.source().topic();
    Sample sample = sample(brokers, config.source(), transformers.sampler());
    if (!sample.isEmpty()) {
      LOG.info(
          "Columns worked out from {} messages of topic {}, of which {} could not be read",
          sample.messages(),
          topic,
          sample.rejected());
      return withLaterOnes(sample.columns(), topic, transformers);
    }
    if (sample.rejection() != null) {
      throw new ConfigurationException(
          Problem.of(
              undesigned(topic),
              "none of its first messages can be read: " + sample.rejection().detail(),
              GIVE_A_SCHEMA));
    }
    RegisteredDesign design =
        transformers.registeredDesign(topic).orElseThrow(() -> nothingToGoBy(topic, config));
    LOG.info(
        "Columns taken from schema {}, the registry's latest of subject {}, since topic {} has no"
            + " message with a property yet",
        design.schemaId(),
        design.subject(),
        topic);
    requireEveryColumn(design, config);
    return design.columns();
  }

  private Sample sample(String brokers, StreamConfig.Source from, SchemaSampler sampler) {
    Rejection[] latest = new Rejection[1];
    int[] rejected = new int[1];
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
    return new Sample(sampler.columns(), read, rejected[0], latest[0]);
  }

  /** The first messages may be of an older schema than those to come. */
  private static StructType withLaterOnes(
      StructType sampled, String topic, MessageRowTransformerFactory transformers) {
    Optional<RegisteredDesign> design;
    try {
      design = transformers.registeredDesign(topic);
    } catch (ConfigurationException unusable) {
      LOG.warn("The table gets the columns of the messages alone: {}", unusable.getMessage());
      return sampled;
    }
    if (design.isEmpty()) {
      return sampled;
    }
    StructType columns = design.get().completing(sampled);
    StructType added = sampled.lacking(columns);
    if (!added.fields().isEmpty()) {
      LOG.info(
          "Columns added from schema {}, the registry's latest of subject {}: {}",
          design.get().schemaId(),
          design.get().subject(),
          added.describe());
    }
    return columns;
  }

  /** Columns that are not told may come with the messages, if the table follows them. */
  private static void requireEveryColumn(RegisteredDesign design, StreamConfig config) {
    if (design.untold().isEmpty()) {
      return;
    }
    List<String> partitionBy =
        config.table().create().map(StreamConfig.CreateTable::partitionBy).orElse(List.of());
    boolean follows = config.table().evolution() == StreamConfig.SchemaEvolution.ADD_COLUMNS;
    String untold = String.join(", ", design.untold());
    if (follows && design.untold().stream().noneMatch(partitionBy::contains)) {
      LOG.warn("The schema does not tell the types of {}; the first messages will", untold);
      return;
    }
    throw untold(
        config,
        "schema "
            + design.schemaId()
            + " of subject "
            + design.subject()
            + " does not tell the types of what transforms set: "
            + untold,
        "or, for columns that do not partition the table, --schema_evolution add-columns");
  }

  private static IngestException nothingToGoBy(String topic, StreamConfig config) {
    String subject = RegisteredDesign.subjectOf(topic);
    return config.format().value().type().usesRegistry()
        ? untold(
            config,
            "the registry has no subject " + subject,
            "or register the schema of the messages as " + subject)
        : untold(config, "there is no schema", "");
  }

  /** Messages would tell. Whoever reads only what is there now does not wait for them. */
  private static IngestException untold(StreamConfig config, String cause, String otherRemedy) {
    AwaitedMessagesException awaited =
        new AwaitedMessagesException(
            Problem.of(
                undesigned(config.source().topic()),
                "it has no message with a property yet, and " + cause,
                otherRemedy.isEmpty() ? GIVE_A_SCHEMA : GIVE_A_SCHEMA + "; " + otherRemedy));
    return config.source().endsAtLatestOffsets() ? awaited.withoutWaiting() : awaited;
  }

  private static String undesigned(String topic) {
    return "The columns of the table can't be worked out from topic " + topic;
  }
}
