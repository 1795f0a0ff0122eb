package io.deltaingest.launcher.config;

import io.deltaingest.domain.stream.StreamConfig;
import java.time.Duration;

/**
 * What {@code ingest} is to do.
 *
 * @param startTimeout how long a broker that was never reached is waited for
 * @param shutdownTimeout how long the last commit may take after SIGTERM
 */
public record IngestRun(
    StreamConfig stream, StatsdConfig statsd, Duration startTimeout, Duration shutdownTimeout) {}
