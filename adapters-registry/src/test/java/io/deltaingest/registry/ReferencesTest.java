package io.deltaingest.registry;

import static io.deltaingest.registry.StubRegistry.document;
import static io.deltaingest.registry.StubRegistry.reference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.port.RegisteredSchema;
import io.deltaingest.domain.port.RegisteredSchema.Reference;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Schemas that refer to others, in the ways that a real registry would not register too. */
class ReferencesTest {

  @RegisterExtension private final RegistryFixture fixture = new RegistryFixture();

  private final Map<String, JsonObject> documents = new HashMap<>();

  @Test
  void shouldOrderEachSchemaAfterThoseThatItNeeds() {
    // given a diamond: top refers to left and right, both to bottom
    documents.put("/schemas/ids/1", document("top", at("left"), at("right")));
    put("left", document("L", at("bottom")));
    put("right", document("R", at("bottom"), at("left")));
    put("bottom", document("B"));
    StubRegistry stub = fixture.stub(serving());

    RegisteredSchema schema = fixture.client(Configs.at(stub.url())).byId(1).orElseThrow();

    assertThat(schema.references())
        .containsExactly(
            new Reference("bottom", "B"), new Reference("left", "L"), new Reference("right", "R"));
    assertThat(stub.asked()).hasSize(4);
  }

  @Test
  void shouldFollowAChainOfManyReferences() {
    int length = ReferenceWalk.MOST_REFERENCES;
    documents.put("/schemas/ids/1", document("top", at("s1")));
    for (int i = 1; i < length; i++) {
      put("s" + i, document("S" + i, at("s" + (i + 1))));
    }
    put("s" + length, document("last"));
    StubRegistry stub = fixture.stub(serving());

    RegisteredSchema schema = fixture.client(Configs.at(stub.url())).byId(1).orElseThrow();

    assertThat(schema.references()).hasSize(length);
    assertThat(schema.references().get(0).text()).isEqualTo("last");
  }

  @Test
  void shouldNotFollowReferencesWithoutEnd() {
    StubRegistry stub =
        fixture.stub(
            request ->
                StubRegistry.send(
                    request, 200, document("more", at("n" + request.uri().hashCode()))));

    assertThat(fixture.client(Configs.at(stub.url())).byId(1)).isEmpty();
    assertThat(stub.asked()).hasSizeLessThan(ReferenceWalk.MOST_REFERENCES + 10);
  }

  @Test
  void shouldTakeReferencesInACircleForASchemaOfNoUse() {
    documents.put("/schemas/ids/1", document("top", at("a")));
    put("a", document("A", at("b")));
    put("b", document("B", at("a")));

    assertThat(fixture.client(Configs.at(fixture.stub(serving()).url())).byId(1)).isEmpty();
  }

  @Test
  void shouldTakeASchemaWhosePartsAreGoneForOneOfNoUse() {
    documents.put("/schemas/ids/1", document("top", at("gone")));

    assertThat(fixture.client(Configs.at(fixture.stub(serving()).url())).byId(1)).isEmpty();
  }

  @Test
  void shouldTakeALanguageThatNobodyReadsForASchemaOfNoUse() {
    documents.put("/schemas/ids/1", document("<xsd/>").put("schemaType", "XSD"));

    assertThat(fixture.client(Configs.at(fixture.stub(serving()).url())).byId(1)).isEmpty();
  }

  @Test
  void shouldWaitForTheReferencesOfARegistryThatGoesAway() {
    documents.put("/schemas/ids/1", document("top", at("part")));
    StubRegistry stub =
        fixture.stub(
            request -> {
              if (request.uri().startsWith("/subjects")) {
                StubRegistry.failing(503).handle(request);
              } else {
                serving().handle(request);
              }
            });

    assertThatThrownBy(() -> fixture.client(Configs.at(stub.url())).byId(1))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("version 1 of subject part");
  }

  private static JsonObject at(String name) {
    return reference(name, name, 1);
  }

  private void put(String subject, JsonObject document) {
    documents.put("/subjects/" + subject + "/versions/1?deleted=true", document);
  }

  private Handler<HttpServerRequest> serving() {
    return request -> {
      JsonObject document = documents.get(request.uri());
      if (document == null) {
        StubRegistry.knowingNothing().handle(request);
      } else {
        StubRegistry.send(request, 200, document);
      }
    };
  }
}
