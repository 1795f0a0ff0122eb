/**
 * delta-standalone as the reader of a table's log, for tables of protocol 1/2: the second
 * implementation of {@link io.deltaingest.delta.log.SnapshotReader}.
 *
 * <p>No other package names {@code io.delta.standalone}, Scala, or Hadoop's file systems. The
 * library knows files by Hadoop's {@code FileSystem} and Delta's {@code LogStore}; both are
 * implemented here on the table's own {@link io.deltaingest.delta.store.LogStorage}, so that there
 * are no checksum siblings, no shared file system that somebody else's shutdown hook closes, and no
 * second way to a store. Called by whoever calls the log; nothing is kept between two calls, but
 * while a checkpoint is written the library holds the whole table's file list on the heap.
 */
package io.deltaingest.delta.standalone;
