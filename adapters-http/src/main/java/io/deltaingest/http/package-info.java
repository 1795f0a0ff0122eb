/**
 * The admin API over HTTP: streams, health, metrics, and its own description. {@link
 * io.deltaingest.http.AdminServer} is what the launcher starts.
 *
 * <p>Everything runs on one event loop, which nothing here blocks: the inbound ports do not wait,
 * and what may take a while (reading a configuration, a scrape) goes to Vert.x's worker pool.
 * {@link io.deltaingest.http.Failures} is the one place where a failure becomes a status code;
 * {@link io.deltaingest.http.StatusJson} the one that knows the JSON of a stream.
 */
package io.deltaingest.http;
