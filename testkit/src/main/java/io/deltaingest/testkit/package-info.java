/**
 * For tests, the quickstart and benchmarks, never shipped: a Kafka broker in this process or in one
 * of its own, and generators of messages. Fakes of the ports are in {@code fake}, the suites that
 * every adapter of a port must pass in {@code contract}.
 */
package io.deltaingest.testkit;
