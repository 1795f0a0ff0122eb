/**
 * The command line: options and their environment variables, read into the records of {@code
 * launcher.config}; usage errors; exit codes. Runs on the main thread; a command's work itself is
 * behind {@link io.deltaingest.launcher.cli.Runner}.
 */
package io.deltaingest.launcher.cli;
