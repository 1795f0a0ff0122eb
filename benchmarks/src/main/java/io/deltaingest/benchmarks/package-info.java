/**
 * Programs that measure. {@link io.deltaingest.benchmarks.EndToEnd} runs whole processes and prints
 * what they cost; {@link io.deltaingest.benchmarks.LogEngines} compares ways of reading and writing
 * a Delta log; {@link io.deltaingest.benchmarks.RowPath} is a JMH benchmark of messages becoming
 * rows. Each prints a Markdown table on standard output and says on standard error what it is
 * doing.
 */
package io.deltaingest.benchmarks;
