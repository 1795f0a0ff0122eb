package io.deltaingest.registry;

import io.deltaingest.domain.port.RegisteredSchema.Reference;
import io.deltaingest.registry.SchemaDocument.Link;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Follows references depth first, so that each schema comes after those that it needs. A name is
 * what schemas are looked up by, so it is followed once: should two schemas mean different versions
 * by one name, the first one holds. For one schema, used once.
 */
final class ReferenceWalk {

  /** More than anybody has; a bound on what one id can make us ask for. */
  static final int MOST_REFERENCES = 1000;

  private final Replicas replicas;
  private final Map<String, Reference> collected = new LinkedHashMap<>();

  /** Names whose own references are being followed: to meet one again is to go in a circle. */
  private final Set<String> open = new HashSet<>();

  ReferenceWalk(Replicas replicas) {
    this.replicas = replicas;
  }

  /** Fails with {@link UnusableSchemaException} where there is no such order. */
  Future<List<Reference>> collect(List<Link> links) {
    return follow(links, 0).map(done -> List.copyOf(collected.values()));
  }

  private Future<Void> follow(List<Link> links, int from) {
    int index = from;
    while (index < links.size() && collected.containsKey(links.get(index).name())) {
      index++;
    }
    if (index == links.size()) {
      return Future.succeededFuture();
    }
    Link link = links.get(index);
    int rest = index + 1;
    return follow(link).compose(done -> follow(links, rest));
  }

  private Future<Void> follow(Link link) {
    if (!open.add(link.name())) {
      return unusable("its references go in a circle at \"" + link.name() + "\"");
    }
    if (open.size() + collected.size() > MOST_REFERENCES) {
      return unusable("it refers to more than " + MOST_REFERENCES + " schemas");
    }
    Question question = Question.version(link.subject(), link.version());
    return replicas
        .ask(question)
        .compose(
            found ->
                found.isEmpty()
                    ? unusable(
                        "it refers to "
                            + question.subject()
                            + ", which the registry does not have (any more)")
                    : follow(found.get().links(), 0)
                        .onSuccess(
                            done -> {
                              open.remove(link.name());
                              collected.put(
                                  link.name(), new Reference(link.name(), found.get().text()));
                            }));
  }

  private static Future<Void> unusable(String why) {
    return Future.failedFuture(new UnusableSchemaException(why));
  }
}
