/**
 * Turns messages into rows of a table's schema.
 *
 * <p>A message passes three steps, each in a package of its own: its bytes become a {@link
 * io.deltaingest.formats.value.ValueTape} ({@code decode}, {@code decode}), transforms set
 * properties of it ({@code transform}), and its values are coerced into the columns of a row batch
 * ({@code coerce}). A message that was rejected at any of them takes the last two steps as a
 * dead-letter record. Everything runs on the ingest thread; a transformer owns its tape and scratch
 * buffers, reuses them for each message, and keeps nothing of message or batch after a call.
 * Factories are immutable and shared.
 */
package io.deltaingest.formats;
