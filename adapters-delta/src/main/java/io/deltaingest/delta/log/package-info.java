/**
 * The Delta log of one table: reading it, judging whether we may write, and the entries that we
 * add.
 *
 * <p>{@link io.deltaingest.delta.log.DeltaTableLog} is the {@code TableLog} port. A library behind
 * {@link io.deltaingest.delta.log.SnapshotReader} reads snapshots and writes checkpoints; commits
 * are written and followed by our own code. Delta Kernel is the one here, and only {@link
 * io.deltaingest.delta.log.KernelReader} and its {@link io.deltaingest.delta.log.LogEngine} know
 * it; delta-standalone is in {@code io.deltaingest.delta.standalone}. Log and offset store are
 * thread-safe and block on storage; what they hand out is immutable. Checkpoints run on a thread of
 * their own ({@code checkpoint-<table>}).
 */
package io.deltaingest.delta.log;
