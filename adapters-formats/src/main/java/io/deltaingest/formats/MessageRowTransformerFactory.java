package io.deltaingest.formats;

import io.deltaingest.domain.model.TableSchema;
import io.deltaingest.domain.port.RowTransformer;
import io.deltaingest.domain.port.RowTransformerFactory;
import io.deltaingest.domain.port.SchemaRegistry;
import io.deltaingest.domain.port.SchemaSampler;
import io.deltaingest.domain.stream.MessageFormat;
import io.deltaingest.domain.stream.RegistryConfig;
import io.deltaingest.domain.stream.StreamConfig.SchemaEvolution;
import io.deltaingest.domain.stream.StreamConfig.Transform;
import io.deltaingest.formats.decode.DecoderFactories;
import io.deltaingest.formats.decode.DecoderFactory;
import io.deltaingest.formats.decode.compression.CompressedValues;
import io.deltaingest.formats.evolve.SchemaFollower;
import io.deltaingest.formats.transform.TransformPlan;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes transformers of a stream's messages, whatever their format. Thread-safe; each transformer
 * belongs to one thread.
 */
public final class MessageRowTransformerFactory implements RowTransformerFactory {

  private final DecoderFactory decoders;
  private final TransformPlan transforms;
  private final MessageFormat.Type type;
  private final Optional<SchemaRegistry> registry;
  private final boolean follows;

  /**
   * Reads the schemas that the format has in files, and compiles filter and transforms.
   *
   * @param filter {@code kafka.…} or a JMESPath expression over the original message; one of which
   *     it is not true, as JMESPath sees truth, gives no row
   * @param evolution whether transformers say which columns the table lacks
   * @param registries gives the client of a registry; asked for formats that need one only
   * @throws io.deltaingest.domain.error.ConfigurationException when a schema can't be read, the
   *     library of a compression can't be loaded, or filter or transform does not parse, calls an
   *     unknown function or one with the wrong number of arguments, or sets or reads an unknown
   *     place; it names filter or transform as written
   */
  public MessageRowTransformerFactory(
      MessageFormat format,
      List<Transform> transforms,
      Optional<String> filter,
      SchemaEvolution evolution,
      Function<RegistryConfig, SchemaRegistry> registries) {
    this.type = format.value().type();
    this.registry = format.value().registry().map(registries);
    this.follows = evolution == SchemaEvolution.ADD_COLUMNS;
    this.decoders =
        CompressedValues.around(
            format.compression(), DecoderFactories.of(format.value(), registries));
    this.transforms =
        TransformPlan.compile(
            transforms, filter, format.key().map(key -> DecoderFactories.ofKeys(key, registries)));
  }

  /** Of messages that are one JSON object each, which needs no registry. */
  public static MessageRowTransformerFactory ofJson(List<Transform> transforms) {
    return new MessageRowTransformerFactory(
        MessageFormat.JSON,
        transforms,
        Optional.empty(),
        SchemaEvolution.NONE,
        registry -> {
          throw new IllegalStateException("JSON has no registry: " + registry);
        });
  }

  /** A sampler of the same messages, for a table that is still to be made. */
  public SchemaSampler sampler() {
    return new MessageSchemaSampler(decoders, transforms.newPipeline());
  }

  /**
   * The columns of messages in the newest schema that the registry has for the topic's values.
   *
   * @return empty where messages have no registered schemas, or the registry has none by that name
   * @throws io.deltaingest.domain.error.TransientException when the registry is away
   * @throws io.deltaingest.domain.error.ConfigurationException when it refuses access, or the
   *     schema is none that tells columns
   */
  public Optional<RegisteredDesign> registeredDesign(String topic) {
    return registry.flatMap(schemas -> RegisteredDesign.latest(schemas, topic, type, transforms));
  }

  @Override
  public RowTransformer create(TableSchema schema) {
    return new MessageRowTransformer(
        schema, decoders, transforms.newPipeline(), follows ? new SchemaFollower(schema) : null);
  }
}
