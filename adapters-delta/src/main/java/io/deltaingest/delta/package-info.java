/**
 * Rows and offsets into Delta tables: the {@code TableSink}, {@code OffsetStore} and {@code
 * TableLog} of the domain.
 *
 * <p>{@link io.deltaingest.delta.DeltaTables} is the way in. Below it: {@code store} (where bytes
 * are), {@code log} (the Delta log), {@code file} (Parquet), {@code sink} (threads, batches,
 * commits), {@code create} (version 0). Each package says which threads run in it and who owns its
 * buffers.
 */
package io.deltaingest.delta;
