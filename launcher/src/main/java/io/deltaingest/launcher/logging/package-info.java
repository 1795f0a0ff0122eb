/**
 * Logging, configured in code: logback to stderr, as text for people or as one JSON object a line.
 * {@link io.deltaingest.launcher.logging.Logging#configure} is called once, before the first thread
 * of ours starts; encoders run on whichever thread logs, one at a time.
 */
package io.deltaingest.launcher.logging;
