package io.deltaingest.launcher.config;

import java.util.Optional;

/**
 * Which metrics are given out.
 *
 * @param prometheus whether the admin API answers {@code /metrics}
 * @param statsd empty: none
 */
public record MetricsConfig(boolean prometheus, Optional<StatsdConfig> statsd) {}
