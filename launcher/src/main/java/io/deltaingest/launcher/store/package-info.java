/**
 * The memory of the server across restarts: one file for each stream that was created over HTTP.
 * Blocks on the disk; called on the executor for blocking work.
 */
package io.deltaingest.launcher.store;
