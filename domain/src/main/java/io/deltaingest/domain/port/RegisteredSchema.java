package io.deltaingest.domain.port;

import java.util.List;

/**
 * A schema as a registry keeps it. Immutable.
 *
 * @param id by which messages name it
 * @param kind its language
 * @param text the schema itself
 * @param references the schemas that the text names, in an order in which each comes after those
 *     that it needs itself; none of them twice
 */
public record RegisteredSchema(int id, Kind kind, String text, List<Reference> references) {

  public RegisteredSchema {
    references = List.copyOf(references);
  }

  /** The language of a schema. */
  public enum Kind {
    AVRO,
    JSON,
    PROTOBUF
  }

  /**
   * A schema that others refer to.
   *
   * @param name what they call it: an Avro full name, a JSON schema's URI, a Protobuf import
   * @param text the schema itself
   */
  public record Reference(String name, String text) {}
}
