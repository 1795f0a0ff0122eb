/**
 * Avro's binary encoding onto a tape, without records or strings in between.
 *
 * <p>A schema (or a pair of a writer's and a reader's) is compiled once into a tree of {@link
 * io.deltaingest.formats.decode.avro.DatumReader}s, which is immutable. What is read from a message
 * is bounded by its length: neither a count nor a length in it makes anybody reserve memory or work
 * on, and depth has a limit. Names of fields and symbols are the compiled schema's, never copied.
 */
package io.deltaingest.formats.decode.avro;
