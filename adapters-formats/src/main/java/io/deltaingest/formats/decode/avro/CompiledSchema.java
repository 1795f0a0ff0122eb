package io.deltaingest.formats.decode.avro;

import io.deltaingest.formats.value.SchemaNames;
import org.apache.avro.Schema;

/**
 * How values of a schema are read. Immutable, shared by threads.
 *
 * @param names the names that the reader puts on a tape
 * @param schema of the records that come out
 */
record CompiledSchema(DatumReader reader, SchemaNames names, Schema schema) {}
