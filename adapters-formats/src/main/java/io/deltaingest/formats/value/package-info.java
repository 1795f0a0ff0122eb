/**
 * A decoded message as data in a few reused arrays: the seam between where values come from (JSON
 * text, transforms, record metadata) and what takes them (columns).
 *
 * <p>Single-threaded, on the ingest thread. A tape refers to the message's bytes without copying
 * them, so it is valid for as long as they are.
 */
package io.deltaingest.formats.value;
