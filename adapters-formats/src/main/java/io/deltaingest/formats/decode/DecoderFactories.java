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
    return switch (format.type()) {
      case JSON -> JsonDecoder::new;
      case JSON_REGISTRY -> {
        SchemaRegistry registry = registries.apply(format.registry().orElseThrow());
        boolean validated = format.validated();
        yield tape -> new RegisteredJsonDecoder(tape, registry, validated);
      }
      case AVRO -> avro(format);
      case AVRO_REGISTRY -> {
        SchemaRegistry registry = registries.apply(format.registry().orElseThrow());
        yield tape -> new RegistryDecoder(tape, registry);
      }
      case SOE_AVRO -> {
        SingleObjectSchemas schemas =
            SingleObjectSchemas.read(Path.of(format.schema().orElseThrow()));
        yield tape -> new SingleObjectDecoder(tape, schemas);
      }
      case PROTOBUF, PROTOBUF_REGISTRY ->
          throw new IllegalArgumentException(format.type() + " from " + registries);
    };
  }

  private static DecoderFactory avro(ValueFormat format) {
    if (format.schema().isEmpty()) {
      return AvroDecoder::new;
    }
    ReaderSchema schema = ReaderSchema.read(Path.of(format.schema().get()));
    return tape -> new AvroDecoder(tape, schema);
  }
}
