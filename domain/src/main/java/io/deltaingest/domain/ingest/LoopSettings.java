package io.deltaingest.domain.ingest;

import io.deltaingest.domain.stream.StreamConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What one worker's loop is told.
 *
 * @param stream the stream's configuration
 * @param worker 0, 1, … in the stream
 * @param heapBudgetBytes heap that held rows and open files may take before they are committed
 *     early
 * @param stopTimeout how long a stop may wait for what is held to reach the table
 * @param startTimeout how long to try before a first contact with the broker; empty: for ever
 */
public record LoopSettings(
    StreamConfig stream,
    int worker,
    LongSupplier heapBudgetBytes,
    Duration stopTimeout,
    Optional<Duration> startTimeout) {}
