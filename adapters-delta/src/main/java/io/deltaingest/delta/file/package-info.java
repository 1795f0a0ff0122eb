/**
 * Rows to Parquet files: columnar in, columnar out, with complete Delta statistics.
 *
 * <p>{@link io.deltaingest.delta.file.TableFileWriter} takes row batches, sorts their rows to table
 * partitions and writes each to its own {@link io.deltaingest.delta.file.ParquetDataFile}. For each
 * leaf column a {@link io.deltaingest.delta.file.ColumnChunk} turns the vector's values at given
 * positions into pages and keeps the smallest and largest; nothing is allocated for a row. Pages
 * are encoded here; Parquet's own writer puts them together into a file.
 *
 * <p>A {@link io.deltaingest.delta.file.TableLayout} says under which names and ids a table's
 * columns are stored; it is applied when files are opened and ended, never to a row.
 *
 * <p>Everything in here belongs to one thread at a time: an encoder thread while rows come, then
 * the thread that finishes the files. Row batches are only read. Page buffers belong to the file
 * that they are in until its row group is written, and then to {@link
 * io.deltaingest.delta.file.PageBuffers}.
 */
package io.deltaingest.delta.file;
