/**
 * From a message's bytes to its records as values on a tape: one decoder for each format. Decoders
 * belong to one transformer and its thread; they own their buffers, and keep nothing of a message
 * after {@link io.deltaingest.formats.decode.MessageDecoder#end}.
 */
package io.deltaingest.formats.decode;
