package io.deltaingest.registry;

import java.util.List;

/**
 * One answer of a registry: a schema, and the names of what it refers to.
 *
 * @param type as the registry spells it; {@code AVRO} where it says nothing
 */
record SchemaDocument(int id, String type, String text, List<Link> links) {

  SchemaDocument {
    links = List.copyOf(links);
  }

  /** A reference that has not been followed. */
  record Link(String name, String subject, int version) {}
}
