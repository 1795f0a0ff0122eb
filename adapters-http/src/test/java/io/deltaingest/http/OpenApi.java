package io.deltaingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;

/** Holds responses against the document that describes them. */
final class OpenApi {

  private static final JsonSchemaOptions OPTIONS =
      new JsonSchemaOptions()
          .setBaseUri("https://localhost/")
          .setDraft(Draft.DRAFT202012)
          .setOutputFormat(OutputFormat.Basic);

  private final JsonObject document;

  OpenApi(JsonObject document) {
    this.document = document;
  }

  JsonObject paths() {
    return document.getJsonObject("paths");
  }

  /** Fails unless that response is described, with its status, content type and every member. */
  void check(String method, String path, HttpResponse<String> response) {
    JsonObject operation = operation(method.equals("HEAD") ? "get" : method, path);
    String what = method + " " + path + " " + response.statusCode();
    JsonObject responses =
        operation == null
            // Refused before it reaches an operation.
            ? new JsonObject()
                .put("default", new JsonObject().put("$ref", "#/components/responses/Refused"))
            : operation.getJsonObject("responses");
    JsonObject described =
        resolved(
            responses.getJsonObject(
                Integer.toString(response.statusCode()), responses.getJsonObject("default")));
    JsonObject content = described.getJsonObject("content");
    if (content == null) {
      assertThat(response.body()).as(what).isEmpty();
      return;
    }
    String type = response.headers().firstValue("Content-Type").orElse("").split(";")[0];
    assertThat(content.fieldNames()).as(what + ": content type").contains(type);
    if (method.equals("HEAD")) {
      assertThat(response.body()).as(what).isEmpty();
    } else if (type.endsWith("json")) {
      validate(what, content.getJsonObject(type).getJsonObject("schema"), response.body());
    }
    describesHeaders(described, response, what);
  }

  /** Fails unless the value is valid against a schema of the document. */
  void validate(String what, JsonObject schema, String json) {
    JsonObject whole = schema.copy().put("components", document.getJsonObject("components").copy());
    OutputUnit result =
        Validator.create(JsonSchema.of(whole), OPTIONS).validate(new JsonObject(json));
    assertThat(result.getValid()).as(() -> what + ": " + result.toJson() + "\n" + json).isTrue();
  }

  private static void describesHeaders(
      JsonObject described, HttpResponse<String> response, String what) {
    JsonObject headers = described.getJsonObject("headers", new JsonObject());
    for (Map.Entry<String, Object> header : headers) {
      assertThat(response.headers().firstValue(header.getKey()))
          .as(what + ": header " + header.getKey())
          .isPresent();
    }
  }

  private JsonObject operation(String method, String path) {
    for (String template : paths().fieldNames()) {
      if (path.split("\\?")[0].matches(template.replaceAll("\\{[^}]+}", "[^/]+"))) {
        return paths().getJsonObject(template).getJsonObject(method.toLowerCase(Locale.ROOT));
      }
    }
    return null;
  }

  private JsonObject resolved(JsonObject object) {
    String reference = object.getString("$ref");
    if (reference == null) {
      return object;
    }
    JsonObject current = document;
    for (String step : reference.substring(2).split("/")) {
      current = current.getJsonObject(step);
    }
    return current;
  }
}
