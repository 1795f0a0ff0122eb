/**
 * Rows on their way from message to file: columnar, growable, reused.
 *
 * <p>A {@link io.deltaingest.domain.row.RowBatch} has one owner at a time and no lock: the ingest
 * thread fills it, {@code TableSink.append} passes it on, and the sink recycles it. Each column is
 * a {@link io.deltaingest.domain.row.ColumnVector}; nested types are vectors of vectors, so that a
 * row costs no object.
 */
package io.deltaingest.domain.row;
