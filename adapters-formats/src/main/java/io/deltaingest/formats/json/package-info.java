/**
 * JSON text to values: a strict reader of RFC 8259 over the message's bytes.
 *
 * <p>Runs on the ingest thread; refers to the message's bytes and copies only strings with escapes.
 */
package io.deltaingest.formats.json;
