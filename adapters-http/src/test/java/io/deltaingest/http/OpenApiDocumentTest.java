package io.deltaingest.http;

import static io.deltaingest.http.RunningApi.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OpenApiDocumentTest {

  @Test
  void shouldDescribeEveryEndpointAndNoOther() throws Exception {
    // given
    JsonObject document = document();
    Set<String> described = new TreeSet<>();
    for (String path : document.getJsonObject("paths").fieldNames()) {
      document.getJsonObject("paths").getJsonObject(path).fieldNames().stream()
          .filter(key -> !key.equals("parameters"))
          .forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path));
    }

    // when
    Vertx vertx = Vertx.vertx();
    AdminApi api =
        new AdminApi(
            vertx,
            new FakeStreams(),
            new FakeCodec(),
            () -> new Health(true, List.of()),
            AdminOptions.DEFAULT.withScrape(() -> ""),
            true);
    Set<String> served = new TreeSet<>();
    for (Endpoint endpoint : api.endpoints()) {
      served.add(endpoint.method().name() + " " + endpoint.path().replace(":name", "{name}"));
    }
    vertx.close().await(10, TimeUnit.SECONDS);

    // then
    assertThat(served).hasSize(11).isEqualTo(described);
  }

  @Test
  void shouldHoldNoReferenceIntoTheVoid() throws Exception {
    JsonObject document = document();
    Set<String> references = new TreeSet<>();
    collectReferences(document, references);

    assertThat(references)
        .isNotEmpty()
        .allSatisfy(
            reference -> {
              JsonObject current = document;
              for (String step : reference.substring(2).split("/")) {
                current = current.getJsonObject(step);
                assertThat(current).as(reference).isNotNull();
              }
            });
  }

  @Test
  void shouldHoldAnExampleThatIsValid() throws Exception {
    JsonObject body =
        document()
            .getJsonObject("paths")
            .getJsonObject("/api/v1/streams")
            .getJsonObject("post")
            .getJsonObject("requestBody")
            .getJsonObject("content")
            .getJsonObject("application/json");

    new OpenApi(document())
        .validate("example", body.getJsonObject("schema"), body.getJsonObject("example").encode());
  }

  @Test
  void shouldTellAResponseThatItDoesNotDescribe() throws Exception {
    // given the checker that every response of these tests goes through
    OpenApi openApi = new OpenApi(document());
    JsonObject health = new JsonObject().put("$ref", "#/components/schemas/Health");

    openApi.validate(
        "fine", health, "{\"status\":\"up\",\"failedStreams\":[],\"beyondRepair\":[]}");
    for (String wrong :
        List.of(
            "{\"status\":\"up\",\"failedStreams\":[]}",
            "{\"status\":\"green\",\"failedStreams\":[],\"beyondRepair\":[]}",
            "{\"status\":\"up\",\"failedStreams\":[1],\"beyondRepair\":[]}",
            "{\"status\":\"up\",\"failedStreams\":[],\"beyondRepair\":[],\"more\":1}")) {
      assertThatThrownBy(() -> openApi.validate("wrong", health, wrong))
          .isInstanceOf(AssertionError.class);
    }
  }

  private static JsonObject document() throws Exception {
    try (RunningApi api = new RunningApi()) {
      return json(api.get("/api/v1/openapi.json"));
    }
  }

  private static void collectReferences(Object value, Set<String> references) {
    if (value instanceof JsonObject object) {
      object.forEach(
          member -> {
            if (member.getKey().equals("$ref")) {
              references.add((String) member.getValue());
            }
            collectReferences(member.getValue(), references);
          });
    } else if (value instanceof JsonArray array) {
      array.forEach(item -> collectReferences(item, references));
    }
  }
}
