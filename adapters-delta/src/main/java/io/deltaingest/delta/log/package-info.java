/**
 * The Delta log of one table: reading it, judging whether we may write, and the entries that we
 * add.
 *
 * <p>{@link io.deltaingest.delta.log.DeltaTableLog} is the {@code TableLog} port. A library behind
 * {@link io.deltaingest.delta.log.SnapshotReader} reads snapshots and gives the rows of
 * checkpoints. Delta Kernel is the one here, and only {@link
 * io.deltaingest.delta.log.KernelReader}, {@link io.deltaingest.delta.log.DeadLetterScan} (the rows
 * of dead-letter tables) and their {@link io.deltaingest.delta.log.LogEngine} know it;
 * delta-standalone is in {@code io.deltaingest.delta.standalone}. Commits are written and followed
 * by our own code, the hint at the newest checkpoint and the removal of expired files included.
 *
 * <p>{@link io.deltaingest.delta.log.WriterRules} holds the table features that are written to:
 * what asks nothing of an append passes; mapped columns and clustering shape the data files through
 * the layout that goes with a snapshot; in-commit timestamps and row ids go on from version to
 * version in {@link io.deltaingest.delta.log.CommitChain}. All else is refused by its name, at the
 * start or when another tool adds it.
 *
 * <p>Log and offset store are thread-safe and block on storage; what they hand out is immutable.
 * Checkpoints, and what is removed after one, run on a thread of their own ({@code
 * checkpoint-<table>}).
 */
package io.deltaingest.delta.log;
