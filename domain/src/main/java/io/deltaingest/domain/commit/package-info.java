/**
 * The commit protocol: files and offsets become one Delta version, exactly once.
 *
 * <p>{@link io.deltaingest.domain.commit.CommitProtocol} is straight-line code without a thread of
 * its own; the sink calls it on its commit thread. The other types are immutable values that travel
 * between ingest thread and commit thread.
 */
package io.deltaingest.domain.commit;
