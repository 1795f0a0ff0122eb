/**
 * From row batches to commits, off the ingest thread.
 *
 * <p>Threads: each {@link io.deltaingest.delta.sink.DeltaTableSink} is called on its worker's
 * ingest thread and has two of its own. {@code encode-<stream>-<n>} ({@link
 * io.deltaingest.delta.sink.SinkThread}) writes rows to files; {@code finish-<stream>-<n>} makes
 * ended files durable, so that the next batch is encoded meanwhile. All sinks of a table in the
 * process share one {@link io.deltaingest.delta.sink.CommitLane} with the thread {@code
 * commit-<table>}, where batches that wait together become one version. All are daemons, and no
 * exception ends one.
 *
 * <p>Ownership: a row batch is the encoder's from {@code append} on, until it is recycled. A {@link
 * io.deltaingest.delta.sink.SinkBatch} goes from thread to thread as a whole: open on the encoder,
 * ended on the finisher, complete in the lane; its outcome goes back to the ingest thread, in order
 * of submission.
 */
package io.deltaingest.delta.sink;
