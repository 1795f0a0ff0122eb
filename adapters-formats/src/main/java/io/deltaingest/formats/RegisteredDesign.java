package io.deltaingest.formats;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.port.RegisteredSchema;
import io.deltaingest.domain.port.SchemaRegistry;
import io.deltaingest.domain.stream.MessageFormat;
import io.deltaingest.formats.decode.DeclaredValues;
import io.deltaingest.formats.evolve.ValueTypes;
import io.deltaingest.formats.transform.TransformPlan;
import io.deltaingest.formats.transform.TransformedColumns;
import java.util.List;
import java.util.Optional;

/**
 * The columns for messages in a subject's newest schema, transforms applied.
 *
 * @param subject under which the registry has the schema
 * @param schemaId of that schema
 * @param columns nullable at any depth
 * @param untold the properties of transforms whose columns only messages tell
 */
public record RegisteredDesign(
    String subject, int schemaId, StructType columns, List<String> untold) {

  /** How producers name the subject of a topic's values unless they are told otherwise. */
  private static final String SUBJECT_SUFFIX = "-value";

  /** As {@link MessageRowTransformerFactory#registeredDesign}. */
  static Optional<RegisteredDesign> latest(
      SchemaRegistry registry, String topic, MessageFormat.Type type, TransformPlan transforms) {
    String subject = subjectOf(topic);
    return registry.latest(subject).map(schema -> of(subject, schema, kind(type), transforms));
  }

  /** The subject of a topic's values. */
  public static String subjectOf(String topic) {
    return topic + SUBJECT_SUFFIX;
  }

  /** Other columns, and those of this design that they lack, at any depth. */
  public StructType completing(StructType others) {
    return ValueTypes.completed(others, columns);
  }

  private static RegisteredDesign of(
      String subject,
      RegisteredSchema schema,
      RegisteredSchema.Kind wanted,
      TransformPlan transforms) {
    if (schema.kind() != wanted) {
      throw unusable(
          subject,
          schema,
          "it is of kind " + schema.kind() + ", and the stream reads " + wanted,
          null);
    }
    try {
      TransformedColumns columns = transforms.columns(DeclaredValues.of(schema));
      return new RegisteredDesign(subject, schema.id(), columns.columns(), columns.untold());
    } catch (IllegalArgumentException e) {
      throw unusable(subject, schema, e.getMessage(), e);
    }
  }

  private static ConfigurationException unusable(
      String subject, RegisteredSchema schema, String cause, IllegalArgumentException origin) {
    return new ConfigurationException(
        Problem.of(
            "No columns can be made of schema "
                + schema.id()
                + ", the latest of subject "
                + subject,
            cause,
            "Give the table's schema: --schema FILE, table.create.schema"),
        origin);
  }

  private static RegisteredSchema.Kind kind(MessageFormat.Type type) {
    return switch (type) {
      case AVRO_REGISTRY -> RegisteredSchema.Kind.AVRO;
      case JSON_REGISTRY -> RegisteredSchema.Kind.JSON;
      case PROTOBUF_REGISTRY -> RegisteredSchema.Kind.PROTOBUF;
      case JSON, AVRO, SOE_AVRO, PROTOBUF ->
          throw new IllegalArgumentException(type + " has no registry");
    };
  }
}
