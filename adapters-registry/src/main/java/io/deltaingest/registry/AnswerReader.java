package io.deltaingest.registry;

import io.deltaingest.domain.error.Problem;
import io.deltaingest.registry.Reply.Absent;
import io.deltaingest.registry.Reply.Found;
import io.deltaingest.registry.Reply.Refusal;
import io.deltaingest.registry.Reply.Silence;
import io.deltaingest.registry.SchemaDocument.Link;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges the response of one URL. Only a registry's own words count as an answer: a page that a
 * proxy, a load balancer or a wrong path sends with status 404 says nothing about a schema.
 */
final class AnswerReader {

  /** 404xx is a registry's "not found" with what was not found: subject, version, schema. */
  private static final int FIRST_NOT_FOUND_CODE = 40400;

  private static final int LAST_NOT_FOUND_CODE = 40499;

  /** A server that wants to be left alone for longer is asked again all the same. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  private static final int SHOWN_CHARS = 200;

  private final RegistryUrl url;
  private final Credentials credentials;

  AnswerReader(RegistryUrl url, Credentials credentials) {
    this.url = url;
    this.credentials = credentials;
  }

  Reply read(Question question, HttpResponse<Buffer> response) {
    int status = response.statusCode();
    return switch (status) {
      case 200 -> document(question, response);
      case 404 -> notFound(response);
      case 401, 403 -> new Refusal(credentials.refused(url, statusLine(response)));
      case 407 -> new Refusal(credentials.refusedByProxy(url));
      case 301, 308 -> new Refusal(moved(response));
      default ->
          new Silence(url + " answered " + statusLine(response) + said(response), pause(response));
    };
  }

  private Reply document(Question question, HttpResponse<Buffer> response) {
    JsonObject answer = json(response.body());
    try {
      if (answer != null) {
        int id =
            question.id().isPresent()
                ? question.id().getAsInt()
                : required(answer, "id", Integer.class);
        String type = answer.containsKey("schemaType") ? text(answer, "schemaType") : "AVRO";
        return new Found(new SchemaDocument(id, type, text(answer, "schema"), links(answer)));
      }
    } catch (ClassCastException foreign) {
      return noRegistry(response);
    }
    return noRegistry(response);
  }

  private static List<Link> links(JsonObject answer) {
    JsonArray references = answer.getJsonArray("references");
    List<Link> links = new ArrayList<>();
    for (int i = 0; references != null && i < references.size(); i++) {
      JsonObject reference = required(references.getValue(i), JsonObject.class);
      links.add(
          new Link(
              text(reference, "name"),
              text(reference, "subject"),
              required(reference, "version", Integer.class)));
    }
    return links;
  }

  private static String text(JsonObject object, String key) {
    return required(object, key, String.class);
  }

  private static <T> T required(JsonObject object, String key, Class<T> type) {
    return required(object.getValue(key), type);
  }

  /** The value if it is of that type, without the conversions that the JSON library would make. */
  private static <T> T required(Object value, Class<T> type) {
    if (!type.isInstance(value)) {
      throw new ClassCastException("not what a registry answers with");
    }
    return type.cast(value);
  }

  private Reply notFound(HttpResponse<Buffer> response) {
    JsonObject answer = json(response.body());
    if (answer != null
        && answer.getValue("error_code") instanceof Number code
        && code.intValue() >= FIRST_NOT_FOUND_CODE
        && code.intValue() <= LAST_NOT_FOUND_CODE) {
      return new Absent();
    }
    return noRegistry(response);
  }

  private Silence noRegistry(HttpResponse<Buffer> response) {
    return Silence.of(
        url
            + " answered "
            + statusLine(response)
            + " with what no schema registry says; the URL's path may be wrong, or it is a proxy"
            + " that answers");
  }

  private Problem moved(HttpResponse<Buffer> response) {
    return Problem.of(
        "The schema registry " + url + " is somewhere else",
        "it answered " + statusLine(response) + target(response),
        "Set the registry's URL to where it is; credentials are not sent where a redirect points");
  }

  /** Where a redirect leads, without what may be secret in it. */
  private static String target(HttpResponse<Buffer> response) {
    String location = response.getHeader("Location");
    try {
      URI uri = location == null ? null : new URI(location);
      if (uri == null || uri.getHost() == null) {
        return "";
      }
      String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
      return " and names " + uri.getScheme() + "://" + uri.getHost() + port;
    } catch (URISyntaxException unreadable) {
      return "";
    }
  }

  private static Duration pause(HttpResponse<Buffer> response) {
    String header = response.getHeader("Retry-After");
    if (header == null || !header.strip().matches("\\d{1,9}")) {
      return Silence.USUAL_PAUSE;
    }
    Duration asked = Duration.ofSeconds(Long.parseLong(header.strip()));
    if (asked.compareTo(Silence.USUAL_PAUSE) < 0) {
      return Silence.USUAL_PAUSE;
    }
    return asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked;
  }

  private static String statusLine(HttpResponse<Buffer> response) {
    String reason = response.statusMessage();
    return response.statusCode() + (reason == null || reason.isBlank() ? "" : " " + shown(reason));
  }

  /** The registry's own explanation, if it gives one. */
  private static String said(HttpResponse<Buffer> response) {
    JsonObject answer = json(response.body());
    return answer != null && answer.getValue("message") instanceof String message
        ? " (" + shown(message) + ")"
        : "";
  }

  private static String shown(String foreign) {
    String line = foreign.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() > SHOWN_CHARS ? line.substring(0, SHOWN_CHARS) + "..." : line;
  }

  /** The body as an object, or null. */
  private static JsonObject json(Buffer body) {
    try {
      return body != null && Json.decodeValue(body) instanceof JsonObject object ? object : null;
    } catch (DecodeException foreign) {
      return null;
    }
  }
}
