package io.deltaingest.formats.decode.avro;

import io.deltaingest.domain.port.ByteSlice;
import io.deltaingest.domain.port.RegisteredSchema;
import io.deltaingest.domain.port.SchemaRegistry;
import io.deltaingest.formats.decode.DecodeFailure;
import io.deltaingest.formats.decode.RegisteredSchemas;
import io.deltaingest.formats.decode.WireHeader;
import io.deltaingest.formats.value.ValueTape;

/** Values whose writer's schema a registry has under the id in front of each. */
public final class RegistryDecoder extends DatumDecoder {

  private final RegisteredSchemas<CompiledSchema> schemas;

  /**
   * @param objectsOnly whether values that are neither records nor maps are refused
   */
  public RegistryDecoder(ValueTape tape, SchemaRegistry registry, boolean objectsOnly) {
    super(tape, WireHeader.LENGTH, objectsOnly);
    schemas =
        new RegisteredSchemas<>(
            registry,
            RegisteredSchema.Kind.AVRO,
            schema -> SchemaCompiler.compile(AvroSchemas.ofWriter(schema)));
  }

  @Override
  CompiledSchema schemaOf(ByteSlice value, DecodeFailure failure) {
    return schemas.find(value, failure);
  }
}
