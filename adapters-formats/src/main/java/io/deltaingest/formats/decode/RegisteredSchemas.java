package io.deltaingest.formats.decode;

import io.deltaingest.domain.port.ByteSlice;
import io.deltaingest.domain.port.RegisteredSchema;
import io.deltaingest.domain.port.SchemaRegistry;
import java.util.Optional;
import java.util.function.Function;

/**
 * The schemas of a registry as one decoder needs them, each compiled once. What the registry does
 * not know is asked for again with the next message, since it may come later. Not thread-safe.
 *
 * @param <T> a compiled schema
 */
public final class RegisteredSchemas<T> {

  private static final int MOST_SCHEMAS = 1 << 10;
  private static final int TABLE_SIZE = MOST_SCHEMAS * 4;
  private static final int SPREAD = 0x9E3779B9;

  private final SchemaRegistry registry;
  private final RegisteredSchema.Kind kind;
  private final Function<RegisteredSchema, T> compiler;
  private final int[] ids = new int[TABLE_SIZE];
  private Object[] schemas = new Object[TABLE_SIZE];
  private int count;

  /**
   * @param kind the only language of schemas that {@code compiler} takes
   * @param compiler throws {@link IllegalArgumentException} for a schema that can't be used
   */
  public RegisteredSchemas(
      SchemaRegistry registry, RegisteredSchema.Kind kind, Function<RegisteredSchema, T> compiler) {
    this.registry = registry;
    this.kind = kind;
    this.compiler = compiler;
  }

  /**
   * The schema that the value names in its {@link WireHeader}.
   *
   * @return null where there is none that can be used; then {@code failure} says why
   * @throws io.deltaingest.domain.error.TransientException as {@link SchemaRegistry#byId}
   * @throws io.deltaingest.domain.error.ConfigurationException as {@link SchemaRegistry#byId}
   */
  public T find(ByteSlice value, DecodeFailure failure) {
    if (!WireHeader.check(value, failure)) {
      return null;
    }
    int id = WireHeader.schemaId(value);
    int place = place(id);
    if (schemas[place] == null) {
      T compiled = compile(id, failure);
      if (compiled == null) {
        return null;
      }
      put(id, compiled);
      return compiled;
    }
    @SuppressWarnings("unchecked")
    T known = (T) schemas[place];
    return known;
  }

  private T compile(int id, DecodeFailure failure) {
    Optional<RegisteredSchema> found = registry.byId(id);
    if (found.isEmpty()) {
      failure.fail("unknown-schema-id", "The registry has no schema of id " + id);
      return null;
    }
    RegisteredSchema schema = found.get();
    if (schema.kind() != kind) {
      failure.fail(
          "wrong-schema-kind",
          "Schema " + id + " is of kind " + schema.kind() + ", and the stream reads " + kind);
      return null;
    }
    try {
      return compiler.apply(schema);
    } catch (IllegalArgumentException e) {
      failure.fail("unusable-schema", "Schema " + id + " can't be used: " + e.getMessage());
      return null;
    }
  }

  private void put(int id, T compiled) {
    if (count == MOST_SCHEMAS) {
      schemas = new Object[TABLE_SIZE];
      count = 0;
    }
    int place = place(id);
    ids[place] = id;
    schemas[place] = compiled;
    count++;
  }

  private int place(int id) {
    int place = (id * SPREAD) >>> 16 & (TABLE_SIZE - 1);
    while (schemas[place] != null && ids[place] != id) {
      place = (place + 1) & (TABLE_SIZE - 1);
    }
    return place;
  }
}
