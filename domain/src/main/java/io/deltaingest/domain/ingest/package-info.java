/**
 * The ingest loop of one worker: poll, transform, append, seal, submit, and start again from the
 * table after whatever went wrong.
 *
 * <p>Everything here belongs to the worker's ingest thread and has no lock, no thread and no clock
 * of its own; {@link io.deltaingest.domain.ingest.IngestLoop} names the few methods that other
 * threads may call. That makes the loop deterministic: the same answers of the ports give the same
 * run.
 */
package io.deltaingest.domain.ingest;
