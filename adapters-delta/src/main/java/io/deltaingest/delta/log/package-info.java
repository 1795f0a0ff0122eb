/**
 * The Delta log of one table: reading it, judging whether we may write, and the entries that we
 * add.
 *
 * <p>{@link io.deltaingest.delta.log.KernelTableLog} is the {@code TableLog} port. Delta Kernel
 * reads snapshots and the rows of dead-letter tables and writes checkpoints, and only {@link
 * io.deltaingest.delta.log.KernelReader}, {@link io.deltaingest.delta.log.DeadLetterScan} and their
 * {@link io.deltaingest.delta.log.LogEngine} know it; commits are written and followed by our own
 * code. Log and stores are thread-safe and block on storage; what they hand out is immutable.
 * Checkpoints run on a thread of their own ({@code checkpoint-<table>}).
 */
package io.deltaingest.delta.log;
