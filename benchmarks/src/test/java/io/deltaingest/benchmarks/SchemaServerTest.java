package io.deltaingest.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class SchemaServerTest {

  @Test
  void shouldAnswerAsARegistryDoes() throws IOException, InterruptedException {
    try (SchemaServer server = SchemaServer.start(1, "{\"type\":\"string\"}")) {
      HttpResponse<String> known = get(server.url() + "/schemas/ids/1");
      HttpResponse<String> unknown = get(server.url() + "/schemas/ids/2");

      assertThat(known.statusCode()).isEqualTo(200);
      assertThat(new JsonMapper().readTree(known.body()).get("schema").asText())
          .isEqualTo("{\"type\":\"string\"}");
      assertThat(unknown.statusCode()).isEqualTo(404);
      assertThat(unknown.body()).contains("40403");
    }
  }

  private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
  }
}
