/**
 * JSON text to values: a strict reader of RFC 8259 over the message's bytes.
 *
 * <p>{@link io.deltaingest.formats.json.JsonTokenizer} first compares a text with the pattern of
 * the one before ({@link io.deltaingest.formats.json.JsonPatterns}), and parses it where it
 * differs.
 *
 * <p>Runs on the ingest thread; refers to the message's bytes and copies only strings with escapes.
 */
package io.deltaingest.formats.json;
