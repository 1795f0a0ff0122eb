/**
 * What the ingest loop does, as numbers for machines: {@link
 * io.deltaingest.domain.port.IngestObserver} over Prometheus and over statsd, and one that tells
 * several.
 *
 * <p>Observers are called on ingest, encoder and commit threads; what they do there is add to
 * counters. Formatting happens on the thread that scrapes (Prometheus) or on one daemon thread,
 * {@code statsd-sender}. Nothing given to an observer is kept after the call.
 */
package io.deltaingest.metrics;
