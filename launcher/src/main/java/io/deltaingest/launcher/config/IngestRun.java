package io.deltaingest.launcher.config;

import io.deltaingest.domain.stream.StreamConfig;
import java.time.Duration;
import java.util.Optional;

/**
 * What {@code ingest} is to do.
 *
 * @param startTimeout how long a broker that was never reached is waited for
 * @param shutdownTimeout how long the last commit may take after SIGTERM
 * @param memoryBytes what held rows, open files and fetch buffers may take of the heap; empty: the
 *     program's own share
 */
public record IngestRun(
    StreamConfig stream,
    StatsdConfig statsd,
    Duration startTimeout,
    Duration shutdownTimeout,
    Optional<Long> memoryBytes) {}
