package io.deltaingest.domain.port;

import java.util.Optional;

/**
 * Schemas by id, as Confluent's registry keeps them. An id never changes its schema, so whatever
 * was found once is kept. Thread-safe; calls block their thread up to the configured time-out, so
 * none is made on an event loop.
 */
public interface SchemaRegistry {

  /**
   * The schema of that id with everything that it refers to.
   *
   * @return empty when the registry has answered that it has no such id; that is not remembered for
   *     long, since a schema may come after its first message
   * @throws io.deltaingest.domain.error.TransientException when no answer came: away, overloaded,
   *     timed out. The same call later may succeed
   * @throws io.deltaingest.domain.error.ConfigurationException when the registry refuses the
   *     credentials, or its certificate is not trusted
   */
  Optional<RegisteredSchema> byId(int id);

  /**
   * The newest schema of a subject, like {@code web_requests-value}.
   *
   * @return empty when the registry has answered that it has no such subject
   * @throws io.deltaingest.domain.error.TransientException as {@link #byId}
   * @throws io.deltaingest.domain.error.ConfigurationException as {@link #byId}
   */
  Optional<RegisteredSchema> latest(String subject);
}
