package io.deltaingest.domain.stream;

import java.util.Objects;
import java.util.Optional;

/**
 * How the messages of a topic are encoded. Immutable.
 *
 * @param value how values are read
 * @param key how keys are read where {@code kafka.key} is asked for; empty: as UTF-8 text
 * @param compression what each value was compressed with by its producer, beyond what Kafka does
 * @param tombstones what becomes of messages without a value
 */
public record MessageFormat(
    ValueFormat value, Optional<ValueFormat> key, Compression compression, Tombstones tombstones) {

  /** One JSON object in each value, as it is. */
  public static final MessageFormat JSON = of(ValueFormat.JSON);

  public MessageFormat {
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(compression, "compression");
    Objects.requireNonNull(tombstones, "tombstones");
  }

  /** Values of that format, nothing else being out of the ordinary. */
  public static MessageFormat of(ValueFormat value) {
    return new MessageFormat(value, Optional.empty(), Compression.NONE, Tombstones.SKIP);
  }

  /**
   * The format of values or of keys.
   *
   * @param schema path of the schema: of {@link Type#AVRO} the reader's, where there is one; of
   *     {@link Type#SOE_AVRO} a schema or a directory of them; of {@link Type#PROTOBUF} a
   *     descriptor set
   * @param messageType full name of the Protobuf message in {@code schema}; needed where the set
   *     has more than one that is no other's part
   * @param registry where the schemas are, for the types that take them from one
   * @param validated whether JSON is held against its registered schema
   */
  public record ValueFormat(
      Type type,
      Optional<String> schema,
      Optional<String> messageType,
      Optional<RegistryConfig> registry,
      boolean validated) {

    /** One JSON object, UTF-8. */
    public static final ValueFormat JSON =
        new ValueFormat(Type.JSON, Optional.empty(), Optional.empty(), Optional.empty(), false);

    public ValueFormat {
      if (type.usesRegistry() != registry.isPresent()) {
        throw new IllegalArgumentException(
            type + (type.usesRegistry() ? " needs a registry" : " has no registry"));
      }
      if (validated && type != Type.JSON_REGISTRY) {
        throw new IllegalArgumentException(type + " is not validated");
      }
    }

    /** A format whose schemas are in a registry. */
    public static ValueFormat of(Type type, RegistryConfig registry) {
      return new ValueFormat(
          type, Optional.empty(), Optional.empty(), Optional.of(registry), false);
    }

    /** A format with a schema in a file, or without one. */
    public static ValueFormat of(Type type, Optional<String> schema) {
      return new ValueFormat(type, schema, Optional.empty(), Optional.empty(), false);
    }
  }

  /** What the bytes are. */
  public enum Type {
    /** One JSON value, UTF-8; an object where it is a message's value. */
    JSON,
    /** Confluent's wire format (a zero byte and a schema id of four bytes), then JSON. */
    JSON_REGISTRY,
    /** An Avro object container with its schema; or, with a schema given, a bare datum in that. */
    AVRO,
    /** Confluent's wire format, then an Avro datum in the schema of that id. */
    AVRO_REGISTRY,
    /** Avro's single-object encoding: the schema is told by its fingerprint. */
    SOE_AVRO,
    /** A bare Protobuf message of the type in a descriptor set. */
    PROTOBUF,
    /** Confluent's wire format, the indexes of the message's type, then a Protobuf message. */
    PROTOBUF_REGISTRY;

    /** Whether schemas are fetched by the id in front of each value. */
    public boolean usesRegistry() {
      return this == JSON_REGISTRY || this == AVRO_REGISTRY || this == PROTOBUF_REGISTRY;
    }
  }

  /** How a producer compressed each value. */
  public enum Compression {
    NONE,
    /** Told by the first bytes of each value; those that have no known magic number are plain. */
    AUTO,
    /** All members of the value. */
    GZIP,
    /** Frames of RFC 8878. */
    ZSTD,
    /** The framing format, with its stream identifier. */
    SNAPPY,
    /** LZ4's frame format. */
    LZ4
  }

  /** What becomes of a message whose value is null. */
  public enum Tombstones {
    /** Counted, passed over. */
    SKIP,
    /** A row of what the transforms take from key, headers and position. */
    KEEP
  }
}
