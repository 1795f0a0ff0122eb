/**
 * Reads Kafka for the domain's message source port: a member of a consumer group over the native
 * consumer, look-ups by a short-lived admin client, and the translation of the users' settings,
 * which carry librdkafka's names.
 *
 * <p>A source is created by the factory on any thread; from then on it is used by one ingest
 * thread, on which rebalance callbacks run too, and only {@code wakeup} may be called from
 * elsewhere. The client's own threads (heartbeats) never call back. A batch's bytes belong to the
 * consumer's fetch buffers: messages are views of them and are not copied here.
 */
package io.deltaingest.kafka;
