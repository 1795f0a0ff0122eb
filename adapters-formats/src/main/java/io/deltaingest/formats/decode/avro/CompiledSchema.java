package io.deltaingest.formats.decode.avro;

import io.deltaingest.formats.value.SchemaNames;

/**
 * How values of a schema are read. Immutable, shared by threads.
 *
 * @param names the names that the reader puts on a tape
 */
record CompiledSchema(DatumReader reader, SchemaNames names) {}
