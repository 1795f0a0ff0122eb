/**
 * Schemas from a registry with Confluent's REST API ({@code GET /schemas/ids/{id}}, {@code GET
 * /subjects/{subject}/versions/{version}}), over Vert.x' web client. {@link
 * io.deltaingest.registry.RegistryClients} is what the launcher holds.
 *
 * <p>Requests run on Vert.x' event loops, and what they lead to (the next URL, a second look, the
 * references of a schema) is composed there. Ingest threads ask and wait; they never run a request
 * themselves, so that one that is interrupted takes nothing from the others that wait for the same
 * schema. From the outside in: {@code CachingSchemaRegistry} remembers and waits, {@code
 * SchemaReader} gathers a schema and its references, {@code Replicas} chooses among the URLs,
 * {@code Replica} speaks to one of them, and {@code AnswerReader} and {@code ConnectionFailures}
 * judge what came of it: the only two places that decide between an answer, a refusal and silence.
 */
package io.deltaingest.registry;
