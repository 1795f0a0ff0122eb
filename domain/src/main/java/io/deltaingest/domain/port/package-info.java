/**
 * What the domain asks of the world (outbound ports). The adapters implement these; the inbound
 * side, which HTTP and the command line call, is in {@code domain.stream}.
 *
 * <p>Unless a method says otherwise it is called on the ingest thread of one worker, which owns the
 * object. Failures are the exceptions of {@code domain.error}, named by what the caller may do;
 * expected outcomes are values, never exceptions.
 */
package io.deltaingest.domain.port;
