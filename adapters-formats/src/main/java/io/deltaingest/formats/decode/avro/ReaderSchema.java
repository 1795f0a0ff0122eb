package io.deltaingest.formats.decode.avro;

import io.deltaingest.domain.error.ConfigurationException;
import java.nio.file.Path;
import org.apache.avro.Schema;

/** The schema that a stream's records are wanted in. Immutable, shared by threads. */
public final class ReaderSchema {

  private final Schema schema;
  private final CompiledSchema compiled;

  private ReaderSchema(Schema schema) {
    this.schema = schema;
    this.compiled = SchemaCompiler.compile(schema);
  }

  /**
   * Reads the schema.
   *
   * @throws ConfigurationException naming the file, when it can't be read or is no schema
   */
  public static ReaderSchema read(Path file) {
    return new ReaderSchema(SchemaFiles.read(file));
  }

  Schema schema() {
    return schema;
  }

  /** Of records that were written in this very schema. */
  CompiledSchema compiled() {
    return compiled;
  }
}
