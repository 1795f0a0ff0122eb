package io.deltaingest.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The README's table of requests against the API's own description. */
class ApiTableTest {

  @Test
  void shouldListEveryRequest() throws IOException {
    Set<String> described = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : openApi().get("paths").properties()) {
      for (Map.Entry<String, JsonNode> member : path.getValue().properties()) {
        if (!member.getKey().equals("parameters")) {
          described.add(member.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
        }
      }
    }

    assertThat(new TreeSet<>(Documents.readme().table("api").codeOfColumn(0)))
        .isEqualTo(described)
        .isNotEmpty();
  }

  private static JsonNode openApi() throws IOException {
    try (InputStream in =
        ApiTableTest.class.getResourceAsStream("/io/deltaingest/http/openapi.json")) {
      return new ObjectMapper().readTree(in);
    }
  }
}
