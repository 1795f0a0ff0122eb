/**
 * Ports without the world behind them: deterministic, without threads, clocks or waiting. What one
 * of them hands out is as short-lived as the port says, so that whoever keeps it too long is found
 * out. Each passes the same contract suite as the real adapters. Single-threaded but where said.
 */
package io.deltaingest.testkit.fake;
