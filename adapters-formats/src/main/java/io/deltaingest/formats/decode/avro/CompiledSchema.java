package io.deltaingest.formats.decode.avro;

import io.deltaingest.formats.value.SchemaNames;
import org.apache.avro.Schema;

/**
 * How values of a schema are read. Immutable, shared by threads.
 *
 * @param names the names that the reader puts on a tape
 * @param schema of the records that come out
 * @param shape of every value of the schema, where all of them have their parts at the same nodes
 *     of a tape; else {@link io.deltaingest.formats.value.Shapes#NONE}
 */
record CompiledSchema(DatumReader reader, SchemaNames names, Schema schema, int shape) {}
