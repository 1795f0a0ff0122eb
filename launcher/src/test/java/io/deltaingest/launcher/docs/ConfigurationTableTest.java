package io.deltaingest.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltaingest.domain.stream.ConfigProblem;
import io.deltaingest.domain.stream.InvalidConfigException;
import io.deltaingest.http.AdminServer;
import io.deltaingest.launcher.config.ServeConfig;
import io.deltaingest.launcher.config.ServeConfigReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The README's configuration reference against the reader of the configuration file. */
class ConfigurationTableTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> ENVIRONMENT =
      Map.of("KAFKA_BROKERS", "localhost:9092", "KAFKA_PASSWORD", "secret");
  private static final String STREAM = "streams[].";

  /** Objects whose keys are the user's own. */
  private static final Set<String> MAPS =
      Set.of(
          STREAM + "source.kafka",
          STREAM + "source.seekOffsets",
          STREAM + "transforms",
          STREAM + "table.create.schema",
          STREAM + "deadLetters.transforms");

  private static final String SMALLEST =
      "{\"streams\": [{\"name\": \"NAME\", \"source\": {\"topic\": \"TOPIC\"},"
          + " \"table\": {\"location\": \"LOCATION\"}}]}";

  private final Markdown readme = Documents.readme();

  @Test
  void shouldShowAConfigurationThatIsRead() {
    List<Markdown.Block> examples =
        readme.blocks().stream().filter(block -> block.directive().contains("serve.json")).toList();

    assertThat(examples).isNotEmpty();
    assertThat(examples)
        .allSatisfy(
            block ->
                assertThat(new ServeConfigReader(ENVIRONMENT).read(block.text()).streams())
                    .isNotEmpty());
  }

  @Test
  void shouldDocumentOnlyKeysThatThereAre() throws JsonProcessingException {
    for (String path : documented().keySet()) {
      String document = JSON.writeValueAsString(withWrongValue(path));
      InvalidConfigException refused =
          catchThrowableOfType(
              InvalidConfigException.class,
              () -> new ServeConfigReader(ENVIRONMENT).read(document));

      assertThat(refused).as(document).isNotNull();
      assertThat(refused.problems().stream().map(ConfigProblem::message))
          .as(document)
          .noneMatch(message -> message.startsWith("unknown key"));
    }
  }

  @Test
  void shouldDocumentEveryKeyOfAStreamWithItsDefault() throws JsonProcessingException {
    ServeConfig config = new ServeConfigReader(Map.of()).read(SMALLEST);
    Map<String, JsonNode> rendered = new TreeMap<>();
    collect(STREAM, JSON.readTree(config.codec().render(config.streams().get(0))), rendered);

    Map<String, String> documented = documented();
    assertThat(documented.keySet()).containsAll(rendered.keySet());
    for (Map.Entry<String, JsonNode> key : rendered.entrySet()) {
      String written = documented.get(key.getKey());
      if (!written.equals("required")) {
        assertThat(JSON.readTree(written)).as(key.getKey()).isEqualTo(key.getValue());
      }
    }
  }

  @Test
  void shouldDocumentTheDefaultsOfTheProcess() throws JsonProcessingException {
    ServeConfig config = new ServeConfigReader(Map.of()).read("{}");
    Map<String, String> documented = documented();

    assertThat(documented)
        .containsEntry("http.host", JSON.writeValueAsString(config.http().host()))
        .containsEntry("http.port", Integer.toString(config.http().port()))
        .containsEntry("http.tokenFile", "null")
        .containsEntry("metrics.prometheus", Boolean.toString(config.metrics().prometheus()))
        .containsEntry("metrics.statsd", "null")
        .containsEntry("memory", "null");
    assertThat(JSON.readTree(documented.get("state.path")).asText().replaceFirst("^\\./", ""))
        .isEqualTo(config.statePath().normalize().toString());
    assertThat(config.http().token()).isEmpty();
    assertThat(config.metrics().statsd()).isEmpty();
    assertThat(config.memoryBytes()).isEmpty();
  }

  @Test
  void shouldDescribeEveryKeyOfAStreamToClientsOfTheApi() throws IOException {
    JsonNode document;
    try (InputStream in = AdminServer.class.getResourceAsStream("openapi.json")) {
      document = JSON.readTree(in);
    }
    Set<String> all = new TreeSet<>();
    Set<String> leaves = new TreeSet<>();
    collectDescribed(STREAM, document.at("/components/schemas/StreamConfig"), all, leaves);
    Set<String> documented = documented().keySet();

    assertThat(all).containsAll(documented.stream().filter(key -> key.startsWith(STREAM)).toList());
    assertThat(leaves.stream().filter(key -> !key.startsWith(STREAM + "format.key.")))
        .isSubsetOf(documented);
  }

  private static void collectDescribed(
      String prefix, JsonNode schema, Set<String> all, Set<String> leaves) {
    schema
        .path("properties")
        .properties()
        .forEach(
            property -> {
              String path = prefix + property.getKey();
              all.add(path);
              if (property.getValue().has("properties")) {
                collectDescribed(path + ".", property.getValue(), all, leaves);
              } else {
                leaves.add(path);
              }
            });
  }

  /** Default, or {@code required}, by path. */
  private Map<String, String> documented() {
    Map<String, String> keys = new TreeMap<>();
    for (List<String> row : readme.table("configuration").rows()) {
      List<String> code = Markdown.codeIn(row.get(1));
      keys.put(Markdown.codeIn(row.get(0)).get(0), code.isEmpty() ? row.get(1) : code.get(0));
    }
    assertThat(new TreeSet<>(keys.keySet())).hasSizeGreaterThan(20);
    return keys;
  }

  private static void collect(String prefix, JsonNode node, Map<String, JsonNode> into) {
    node.properties()
        .forEach(
            field -> {
              String path = prefix + field.getKey();
              if (field.getValue().isObject() && !MAPS.contains(path)) {
                collect(path + ".", field.getValue(), into);
              } else {
                into.put(path, field.getValue());
              }
            });
  }

  /** A document in which the value at that path is of a type that no key takes. */
  private static JsonNode withWrongValue(String path) {
    ObjectNode document = JSON.createObjectNode();
    ObjectNode at = document;
    String[] names = path.split("\\.");
    for (int i = 0; i < names.length - 1; i++) {
      at =
          names[i].endsWith("[]")
              ? at.putArray(names[i].replace("[]", "")).addObject()
              : at.putObject(names[i]);
    }
    at.putArray(names[names.length - 1]).addArray();
    return document;
  }
}
