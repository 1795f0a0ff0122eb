/**
 * From row batches to commits, off the ingest thread.
 *
 * <p>Threads: each {@link io.deltaingest.delta.sink.DeltaTableSink} is called on its worker's
 * ingest thread and has two of its own. {@code encode-<stream>-<n>} ({@link
 * io.deltaingest.delta.sink.SinkThread}) writes rows to files; {@code finish-<stream>-<n>} sees to
 * it that ended files are durable, so that the next batch is encoded meanwhile. Up to eight threads
 * {@code sync-<stream>-<n>-<i>}, there only while files end, sync them side by side. All sinks of a
 * table in the process share one {@link io.deltaingest.delta.sink.CommitLane} with the thread
 * {@code commit-<table>}, where batches that wait together become one version. All are daemons, and
 * no exception ends one.
 *
 * <p>Ownership: a row batch is the encoder's from {@code append} on, until it is recycled. A {@link
 * io.deltaingest.delta.sink.SinkBatch} goes from thread to thread as a whole: open on the encoder,
 * ended on the finisher, complete in the lane; its outcome goes back to the ingest thread, in order
 * of submission.
 *
 * <p>Memory: a sink counts waiting rows, open files with their buffers and dictionaries, and ended
 * files until their commit is settled. It is told a limit: near it, it asks for no more rows;
 * beyond it, open files are ended before their time. Not counted, but small or bounded by the
 * limit: row batches that lie idle, and the buffers of one page being compressed. A page of several
 * MB is compressed by one encoder of the process at a time.
 */
package io.deltaingest.delta.sink;
