package io.deltaingest.registry;

import io.deltaingest.domain.port.RegisteredSchema;
import io.deltaingest.domain.port.RegisteredSchema.Kind;
import io.deltaingest.domain.port.RegisteredSchema.Reference;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a schema with everything that it refers to. One that is there but of no use (a reference
 * that is gone for good, references in a circle, an unknown language) counts as not there, and is
 * logged: the registry has answered, and messages of that schema can't be read.
 */
final class SchemaReader {

  private static final Logger LOG = LoggerFactory.getLogger(SchemaReader.class);

  private final Replicas replicas;

  SchemaReader(Replicas replicas) {
    this.replicas = replicas;
  }

  Future<Optional<RegisteredSchema>> read(Question question) {
    return replicas
        .ask(question)
        .compose(
            found ->
                found.isEmpty()
                    ? Future.succeededFuture(Optional.<RegisteredSchema>empty())
                    : whole(found.get()).map(Optional::of))
        .recover(
            failure -> {
              if (failure instanceof UnusableSchemaException unusable) {
                LOG.warn("The {} can't be used: {}", question.subject(), unusable.getMessage());
                return Future.succeededFuture(Optional.empty());
              }
              return Future.failedFuture(failure);
            });
  }

  private Future<RegisteredSchema> whole(SchemaDocument document) {
    Kind kind;
    try {
      kind = Kind.valueOf(document.type());
    } catch (IllegalArgumentException unknown) {
      return Future.failedFuture(
          new UnusableSchemaException(
              "it is neither AVRO nor JSON nor PROTOBUF but \"" + document.type() + "\""));
    }
    Future<List<Reference>> references =
        document.links().isEmpty()
            ? Future.succeededFuture(List.of())
            : new ReferenceWalk(replicas).collect(document.links());
    return references.map(
        collected -> new RegisteredSchema(document.id(), kind, document.text(), collected));
  }
}
