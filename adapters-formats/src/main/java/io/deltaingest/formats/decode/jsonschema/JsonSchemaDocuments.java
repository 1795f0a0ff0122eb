package io.deltaingest.formats.decode.jsonschema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.deltaingest.domain.port.RegisteredSchema;
import io.deltaingest.formats.value.Excerpt;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * A registered schema with those that it refers to, and where a {@code $ref} leads among them;
 * nothing is fetched. JSON Schema 2020-12, sections 8 and 9; draft 4's {@code id} as well.
 */
final class JsonSchemaDocuments {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * A schema, and the resource that it is part of, which pointers count from.
   *
   * @param base of relative references
   */
  record Place(JsonNode schema, JsonNode resource, URI base) {

    /** A schema inside of this one. */
    Place inside(JsonNode part) {
      return enter(part, resource, base);
    }
  }

  private final Map<String, Place> known = new HashMap<>();
  private final Place root;

  /**
   * @throws IllegalArgumentException when one of the texts is no JSON
   */
  JsonSchemaDocuments(RegisteredSchema registered) {
    URI base = URI.create("https://registry.invalid/ids/" + registered.id());
    for (RegisteredSchema.Reference reference : registered.references()) {
      JsonNode document = parse(reference.text());
      URI own = resolved(base, reference.name());
      known.put(reference.name(), enter(document, document, own));
      note(document, document, own);
    }
    JsonNode document = parse(registered.text());
    note(document, document, base);
    root = enter(document, document, base);
  }

  Place root() {
    return root;
  }

  /** Where a reference leads; null where that is not known. */
  Place find(String reference, Place from) {
    int hash = reference.indexOf('#');
    String document = hash < 0 ? reference : reference.substring(0, hash);
    String fragment = hash < 0 ? "" : reference.substring(hash + 1);
    Place resource =
        document.isEmpty()
            ? new Place(from.resource(), from.resource(), from.base())
            : document(document, from);
    if (resource == null || fragment.isEmpty()) {
      return resource;
    }
    if (!fragment.startsWith("/")) {
      return known.get(resource.base() + "#" + fragment);
    }
    try {
      String pointer = URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8);
      JsonNode part = resource.schema().at(pointer);
      return part.isMissingNode() ? null : resource.inside(part);
    } catch (IllegalArgumentException noPointer) {
      return null;
    }
  }

  private Place document(String name, Place from) {
    Place byUri = known.get(resolved(from.base(), name).toString());
    if (byUri != null || known.containsKey(name)) {
      return byUri == null ? known.get(name) : byUri;
    }
    // The registry's name for it may be the last part of what the schema says.
    return known.entrySet().stream()
        .filter(entry -> name.endsWith("/" + entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  /** Notes every part that has an identifier or an anchor. */
  private void note(JsonNode part, JsonNode resource, URI base) {
    Place place = enter(part, resource, base);
    // The first part of a resource to be met is all of it.
    known.putIfAbsent(place.base().toString(), place);
    for (String keyword : new String[] {"$anchor", "$id", "id"}) {
      String name = part.path(keyword).asText("");
      if (keyword.equals("$anchor") && !name.isEmpty()) {
        known.putIfAbsent(place.base() + "#" + name, place);
      } else if (name.startsWith("#")) {
        known.putIfAbsent(place.base() + name, place);
      }
    }
    for (JsonNode inner : part) {
      note(inner, place.resource(), place.base());
    }
  }

  private static Place enter(JsonNode part, JsonNode resource, URI base) {
    for (String keyword : new String[] {"$id", "id"}) {
      JsonNode id = part.path(keyword);
      if (id.isTextual() && !id.textValue().startsWith("#")) {
        return new Place(part, part, withoutFragment(resolved(base, id.textValue())));
      }
    }
    return new Place(part, resource, base);
  }

  private static URI withoutFragment(URI uri) {
    String text = uri.toString();
    int hash = text.indexOf('#');
    return hash < 0 ? uri : URI.create(text.substring(0, hash));
  }

  /** The base itself where the reference is no URI. */
  private static URI resolved(URI base, String reference) {
    try {
      return base.resolve(reference);
    } catch (IllegalArgumentException noUri) {
      return base;
    }
  }

  private static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "it is no JSON: " + Excerpt.of(String.valueOf(e.getOriginalMessage())), e);
    }
  }
}
