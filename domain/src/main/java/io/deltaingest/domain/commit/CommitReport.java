package io.deltaingest.domain.commit;

/**
 * A commit in numbers.
 *
 * @param version the Delta version
 * @param rows rows added by this batch
 * @param files files added by this batch
 * @param bytes their size
 * @param flushNanos from submission to files complete
 * @param commitNanos from files complete to version in place
 */
public record CommitReport(
    long version, long rows, int files, long bytes, long flushNanos, long commitNanos) {}
