package io.deltaingest.formats;

import io.deltaingest.domain.model.TableSchema;
import io.deltaingest.domain.port.DeadLetterTransformer;
import io.deltaingest.domain.port.DeadLetterTransformerFactory;
import io.deltaingest.domain.port.SchemaRegistry;
import io.deltaingest.domain.stream.MessageFormat;
import io.deltaingest.domain.stream.RegistryConfig;
import io.deltaingest.domain.stream.StreamConfig.Transform;
import io.deltaingest.formats.decode.DecoderFactories;
import io.deltaingest.formats.decode.DecoderFactory;
import io.deltaingest.formats.decode.compression.CompressedValues;
import io.deltaingest.formats.transform.TransformPlan;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes transformers of rejected messages, whatever their format. Thread-safe; each transformer
 * belongs to one thread.
 *
 * <p>The record of a dead letter has these properties; each goes into the table's column of that
 * name, coerced as a message's property would be, and those without a column are left out:
 *
 * <table>
 * <caption>The dead-letter record</caption>
 * <tr><th>property</th><th>value</th></tr>
 * <tr><td>{@code base64_bytes}</td><td>the message's value, where it could not be decoded (or is no
 *     UTF-8)</td></tr>
 * <tr><td>{@code json_string}</td><td>where a transform failed or a column could not take a value:
 *     the message's own text, or, where it is in another format than plain JSON, what was decoded as
 *     JSON (an array where that is not one record)</td></tr>
 * <tr><td>{@code error}, {@code error_class}</td><td>the rejection's detail, and its short name</td>
 *     </tr>
 * <tr><td>{@code timestamp}</td><td>microseconds, when the record was made</td></tr>
 * <tr><td>{@code kafka_topic}, {@code kafka_partition}, {@code kafka_offset}</td><td>where the
 *     message is</td></tr>
 * <tr><td>{@code kafka_timestamp}</td><td>microseconds; none where the message has no time</td></tr>
 * <tr><td>{@code kafka_key_base64}</td><td>the key; none where the message has no key</td></tr>
 * <tr><td>{@code value_base64}</td><td>the message's value, always; a tombstone has none, and has
 *     neither of the two above</td></tr>
 * </table>
 *
 * <p>Transforms see that record as {@code @}, and {@code kafka.…} of the rejected message. One that
 * fails sets nothing and is counted.
 */
public final class DeadLetterRowTransformerFactory implements DeadLetterTransformerFactory {

  private final TransformPlan transforms;
  private final Optional<DecoderFactory> decoders;
  private final InstantSource clock;

  /**
   * Compiles the transforms of the dead-letter table.
   *
   * @param format of the messages that are rejected
   * @param registries gives the client of a registry; asked for formats that need one only
   * @param clock what {@code timestamp} is read from
   * @throws io.deltaingest.domain.error.ConfigurationException when one can't be used, as {@link
   *     MessageRowTransformerFactory#MessageRowTransformerFactory} says
   */
  public DeadLetterRowTransformerFactory(
      MessageFormat format,
      List<Transform> transforms,
      Function<RegistryConfig, SchemaRegistry> registries,
      InstantSource clock) {
    this.transforms = TransformPlan.compile(transforms);
    boolean isPlainJson =
        format.value().type() == MessageFormat.Type.JSON
            && format.compression() == MessageFormat.Compression.NONE;
    this.decoders =
        isPlainJson
            ? Optional.empty()
            : Optional.of(
                CompressedValues.around(
                    format.compression(), DecoderFactories.of(format.value(), registries)));
    this.clock = clock;
  }

  /** Of messages that are one JSON object each. */
  public static DeadLetterRowTransformerFactory ofJson(
      List<Transform> transforms, InstantSource clock) {
    return new DeadLetterRowTransformerFactory(
        MessageFormat.JSON,
        transforms,
        registry -> {
          throw new IllegalStateException("JSON has no registry: " + registry);
        },
        clock);
  }

  @Override
  public DeadLetterTransformer create(TableSchema schema) {
    DeadLetterField[] wanted =
        Arrays.stream(DeadLetterField.values())
            .filter(field -> isWanted(field, schema))
            .toArray(DeadLetterField[]::new);
    return new DeadLetterRowTransformer(
        schema, wanted, transforms.newPipeline(), decoders.map(DecodedText::new), clock);
  }

  /** A field that is neither stored nor read by a transform is not worth its making. */
  private boolean isWanted(DeadLetterField field, TableSchema schema) {
    return schema.root().indexOf(field.property().text()) >= 0
        || transforms.reads(field.property());
  }
}
