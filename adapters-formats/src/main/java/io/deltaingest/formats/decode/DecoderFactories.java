package io.deltaingest.formats.decode;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.port.SchemaRegistry;
import io.deltaingest.domain.stream.MessageFormat;
import io.deltaingest.domain.stream.MessageFormat.ValueFormat;
import io.deltaingest.domain.stream.RegistryConfig;
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
      default -> throw new IllegalArgumentException(format.type() + " from " + registries);
    };
  }

  /**
   * The same for keys, which need not be objects.
   *
   * @throws ConfigurationException as {@link #of}
   */
  public static DecoderFactory ofKeys(
      ValueFormat format, Function<RegistryConfig, SchemaRegistry> registries) {
    return format.type() == MessageFormat.Type.JSON
        ? JsonDecoder::ofAnyValue
        : of(format, registries);
  }
}
