package io.deltaingest.formats.decode;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.port.SchemaRegistry;
import io.deltaingest.domain.stream.MessageFormat.ValueFormat;
import io.deltaingest.domain.stream.RegistryConfig;
import io.deltaingest.formats.decode.avro.AvroDecoder;
import io.deltaingest.formats.decode.avro.ReaderSchema;
import io.deltaingest.formats.decode.avro.RegistryDecoder;
import io.deltaingest.formats.decode.avro.SingleObjectDecoder;
import io.deltaingest.formats.decode.avro.SingleObjectSchemas;
import io.deltaingest.formats.decode.protobuf.DescriptorSet;
import io.deltaingest.formats.decode.protobuf.ProtobufDecoder;
import io.deltaingest.formats.decode.protobuf.ProtobufRegistryDecoder;
import io.deltaingest.formats.value.ValueTape;
import java.nio.file.Path;
import java.util.function.Function;

/** Chooses the decoder of a format. */
public final class DecoderFactories {

  private DecoderFactories() {}

  /**
   * Reads the schemas that the format has in files.
   *
   * @param registries gives the client of a registry; asked for formats that need one only
   * @throws ConfigurationException when a schema can't be read, or the format can't be served
   */
  public static DecoderFactory of(
      ValueFormat format, Function<RegistryConfig, SchemaRegistry> registries) {
    return of(format, registries, true);
  }

  /**
   * The same for keys, which need not be objects.
   *
   * @throws ConfigurationException as {@link #of}
   */
  public static DecoderFactory ofKeys(
      ValueFormat format, Function<RegistryConfig, SchemaRegistry> registries) {
    return of(format, registries, false);
  }

  private static DecoderFactory of(
      ValueFormat format,
      Function<RegistryConfig, SchemaRegistry> registries,
      boolean objectsOnly) {
    return switch (format.type()) {
      case JSON -> tape -> json(tape, objectsOnly);
      case JSON_REGISTRY -> {
        SchemaRegistry registry = registries.apply(format.registry().orElseThrow());
        boolean validated = format.validated();
        yield tape -> new RegisteredJsonDecoder(json(tape, objectsOnly), registry, validated);
      }
      case AVRO -> avro(format, objectsOnly);
      case AVRO_REGISTRY -> {
        SchemaRegistry registry = registries.apply(format.registry().orElseThrow());
        yield tape -> new RegistryDecoder(tape, registry, objectsOnly);
      }
      case SOE_AVRO -> {
        SingleObjectSchemas schemas =
            SingleObjectSchemas.read(Path.of(format.schema().orElseThrow()));
        yield tape -> new SingleObjectDecoder(tape, schemas, objectsOnly);
      }
      case PROTOBUF -> {
        DescriptorSet set =
            DescriptorSet.read(Path.of(format.schema().orElseThrow()), format.messageType());
        yield tape -> new ProtobufDecoder(tape, set, objectsOnly);
      }
      case PROTOBUF_REGISTRY -> {
        SchemaRegistry registry = registries.apply(format.registry().orElseThrow());
        yield tape -> new ProtobufRegistryDecoder(tape, registry, objectsOnly);
      }
    };
  }

  private static JsonDecoder json(ValueTape tape, boolean objectsOnly) {
    return objectsOnly ? new JsonDecoder(tape) : JsonDecoder.ofAnyValue(tape);
  }

  private static DecoderFactory avro(ValueFormat format, boolean objectsOnly) {
    if (format.schema().isEmpty()) {
      return tape -> new AvroDecoder(tape, objectsOnly);
    }
    ReaderSchema schema = ReaderSchema.read(Path.of(format.schema().get()));
    return tape -> new AvroDecoder(tape, schema, objectsOnly);
  }
}
