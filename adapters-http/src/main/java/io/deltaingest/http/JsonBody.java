package io.deltaingest.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Request bodies that must be one JSON object. Tells text that is no JSON (400) apart from JSON
 * that is no configuration (422). Messages say where, never what stands there: it may be a secret.
 */
final class JsonBody {

  private static final JsonFactory JSON = new JsonFactory();

  private JsonBody() {}

  /** Refuses another content type, before the body is read. */
  static void requireContentType(RoutingContext context) {
    String header = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
    String type = header == null ? "" : header.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
    if (!type.equals("application/json")) {
      throw new RefusedRequestException(
          415,
          "The body must be JSON, and its header Content-Type: application/json"
              + (type.isEmpty() ? "; the request has none" : ""));
    }
    context.next();
  }

  /** The body, if it is one whole JSON object. */
  static String requireObject(RoutingContext context) {
    String text = text(context.body().buffer());
    if (text.isBlank()) {
      throw new RefusedRequestException(400, "The body is empty; a stream as JSON is expected");
    }
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new RefusedRequestException(400, "The body is no JSON object");
      }
      parser.skipChildren();
      if (parser.nextToken() != null) {
        throw new RefusedRequestException(400, "There is more after the JSON object in the body");
      }
      return text;
    } catch (JsonProcessingException e) {
      throw new RefusedRequestException(
          400,
          "The body is no valid JSON: line "
              + e.getLocation().getLineNr()
              + ", column "
              + e.getLocation().getColumnNr());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // A string has no I/O.
    }
  }

  private static String text(Buffer body) {
    try {
      return body == null
          ? ""
          : StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body.getBytes())).toString();
    } catch (CharacterCodingException e) {
      throw new RefusedRequestException(400, "The body is not UTF-8");
    }
  }
}
