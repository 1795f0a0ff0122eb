/**
 * What a person sees while streams run: one line that redraws itself on a terminal, a log event
 * every few seconds elsewhere. It reads the immutable statuses that workers publish, on a thread of
 * its own, so that a blocked terminal holds up nothing.
 */
package io.deltaingest.launcher.progress;
