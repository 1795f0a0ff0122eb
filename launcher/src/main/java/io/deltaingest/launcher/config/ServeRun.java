package io.deltaingest.launcher.config;

import java.time.Duration;

/**
 * What {@code serve} is to do.
 *
 * @param shutdownTimeout how long the last commits may take after SIGTERM
 */
public record ServeRun(ServeConfig config, Duration shutdownTimeout) {}
