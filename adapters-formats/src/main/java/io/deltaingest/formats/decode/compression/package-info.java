/**
 * Values that their producers compressed, decompressed before their format's decoder sees them.
 *
 * <p>What comes out is bounded in size, and in proportion to what went in, so that no value can
 * take the memory of the process; bytes that are damaged, cut off or followed by others are refused
 * as the format's own tools refuse them, checksums included. Everything belongs to one decoder and
 * its thread; the output buffer and the state of each library are reused, and an unusually large
 * buffer is given back after its value.
 */
package io.deltaingest.formats.decode.compression;
