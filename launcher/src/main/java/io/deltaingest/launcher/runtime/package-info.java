/**
 * Streams at run time: verticles, ingest threads, and the wiring of the adapters.
 *
 * <p>Verticles live on event loops and never wait. Each worker has one ingest thread of its own,
 * named {@code ingest-<stream>-<worker>}, which makes, runs and closes its loop and everything that
 * the loop owns.
 */
package io.deltaingest.launcher.runtime;
