/**
 * Streams from outside: what one is configured to do, the states that it goes through, what can be
 * asked of it. The inbound ports ({@link io.deltaingest.domain.stream.StreamControl}, {@link
 * io.deltaingest.domain.stream.StreamConfigCodec}) are called by HTTP and the command line.
 *
 * <p>Configuration and status are immutable values. {@link
 * io.deltaingest.domain.stream.StreamService} guards its state by its own monitor and never waits
 * while holding it.
 */
package io.deltaingest.domain.stream;
