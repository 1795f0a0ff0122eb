package io.deltaingest.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.port.RegisteredSchema;
import io.deltaingest.domain.port.RegisteredSchema.Kind;
import io.deltaingest.domain.port.RegisteredSchema.Reference;
import io.deltaingest.domain.port.SchemaRegistry;
import io.deltaingest.testkit.RegistryProcess;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.client.WebClient;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The client on a registry as others run it. */
class RealRegistryTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int NEVER_REGISTERED = 4711;

  private static RegistryProcess process;

  @RegisterExtension private final RegistryFixture fixture = new RegistryFixture();

  /** Before each test rather than before all: where it can't be had, each is seen to be skipped. */
  @BeforeEach
  void startRegistry() {
    if (process == null) {
      process = RegistryProcess.start();
    }
  }

  @AfterAll
  static void stopRegistry() {
    if (process != null) {
      process.close();
    }
  }

  @Test
  void shouldReadSchemasOfEachKind() {
    Map<Kind, String> texts =
        Map.of(
            Kind.AVRO, "{\"type\":\"record\",\"name\":\"Kind\",\"fields\":[]}",
            Kind.JSON, "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}",
            Kind.PROTOBUF, "syntax = \"proto3\";\nmessage Kind {\n  int32 a = 1;\n}\n");
    texts.forEach(
        (kind, text) -> {
          int id = process.register("kind-" + kind, kind.name(), text);

          RegisteredSchema schema = client().byId(id).orElseThrow();

          assertThat(schema.id()).isEqualTo(id);
          assertThat(schema.kind()).isEqualTo(kind);
          assertThat(schema.text()).isEqualToIgnoringWhitespace(text);
          assertThat(schema.references()).isEmpty();
        });
  }

  @Test
  void shouldReadASchemaWithWhatItRefersTo() {
    String street = record("Street", "{\"name\":\"s\",\"type\":\"string\"}");
    String address = record("Address", "{\"name\":\"street\",\"type\":\"Street\"}");
    String person = record("Person", "{\"name\":\"home\",\"type\":\"Address\"}");
    process.register("street", "AVRO", street);
    process.register(
        "address", "AVRO", address, List.of(new RegistryProcess.Reference("Street", "street", 1)));
    int id =
        process.register(
            "person-value",
            "AVRO",
            person,
            List.of(new RegistryProcess.Reference("Address", "address", 1)));

    RegisteredSchema schema = client().byId(id).orElseThrow();

    assertThat(schema.text()).isEqualTo(person);
    assertThat(schema.references())
        .containsExactly(new Reference("Street", street), new Reference("Address", address));
    assertThat(client().latest("person-value")).contains(schema);
  }

  @Test
  void shouldReadASchemaThatWasDeletedAfterItsMessages() {
    int id = process.register("deleted-value", "AVRO", record("Deleted", ""));

    process.delete("deleted-value");

    assertThat(client().latest("deleted-value")).isEmpty();
    assertThat(client().byId(id))
        .hasValueSatisfying(schema -> assertThat(schema.text()).contains("Deleted"));
  }

  @Test
  void shouldReadTheNewestSchemaOfASubject() {
    String subject = "a/b c%-value";
    process.register(subject, "AVRO", record("First", ""));
    int second = process.register(subject, "AVRO", record("Second", ""));

    assertThat(client().latest(subject))
        .hasValueSatisfying(
            schema -> {
              assertThat(schema.id()).isEqualTo(second);
              assertThat(schema.text()).contains("Second");
            });
    assertThat(client().latest("nobody-value")).isEmpty();
  }

  @Test
  void shouldSayThatAnIdIsUnknown() {
    assertThat(client().byId(NEVER_REGISTERED)).isEmpty();
    assertThat(client().byId(Integer.MAX_VALUE)).isEmpty();
    assertThat(client().byId(0)).isEmpty();
    assertThat(client().byId(-5)).isEmpty();
  }

  @Test
  void shouldNotTakeAWrongPathForAnAnswer() {
    URI wrong = URI.create(process.url().toString().replace("/apis/ccompat/v7", ""));

    assertThatThrownBy(() -> fixture.client(Configs.at(wrong)).byId(1))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("the URL's path may be wrong");
  }

  @Test
  void shouldOutliveARegistryThatStopsAndComesBackEmpty() {
    int before = process.register("outage-value", "AVRO", record("Before", ""));
    SchemaRegistry client = client();
    RegisteredSchema known = client.byId(before).orElseThrow();

    process.stop();
    try {
      assertThat(client.byId(before)).contains(known);
      assertThatThrownBy(() -> client.byId(NEVER_REGISTERED))
          .isInstanceOf(TransientException.class)
          .hasMessageContaining(process.url().toString());
    } finally {
      process.restart();
    }

    assertThat(client.byId(before)).contains(known);
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(TransientException.class)
        .untilAsserted(() -> assertThat(client.byId(NEVER_REGISTERED)).isEmpty());
    assertThat(client().latest("outage-value")).isEmpty();
    process.register("outage-value", "AVRO", record("After", ""));
    assertThat(client().latest("outage-value"))
        .hasValueSatisfying(schema -> assertThat(schema.text()).contains("After"));
  }

  @Test
  void shouldBeToldOfAWrongPasswordByTheGateBeforeIt() {
    int id = process.register("gated-value", "AVRO", record("Gated", ""));
    StubRegistry gate = fixture.stub(gate("Basic cmVhZGVyOnMzY3JldA=="));

    assertThat(fixture.client(Configs.withLogin(gate.url(), "reader", "s3cret")).byId(id))
        .isPresent();
    assertThatThrownBy(
            () -> fixture.client(Configs.withLogin(gate.url(), "reader", "guess")).byId(id))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageNotContaining("guess");
  }

  @Test
  void shouldWaitForASlowRegistry() {
    int id = process.register("slow-value", "AVRO", record("Slow", ""));
    Handler<HttpServerRequest> gate = gate(null);
    StubRegistry slow =
        fixture.stub(
            request -> {
              request.pause();
              fixture.vertx().setTimer(1500, late -> gate.handle(request));
            });

    assertThat(fixture.client(Configs.at(slow.url())).byId(id)).isPresent();
    assertThatThrownBy(
            () -> fixture.client(Configs.at(Duration.ofMillis(300), slow.url())).byId(id))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("within 300 ms");
  }

  /** A client of its own, that remembers nothing. */
  private SchemaRegistry client() {
    return new RegistryClients(fixture.vertx()).of(Configs.at(process.url()));
  }

  private static String record(String name, String fields) {
    return "{\"type\":\"record\",\"name\":\"" + name + "\",\"fields\":[" + fields + "]}";
  }

  /** Passes requests on to the registry that show the right header, or all of them. */
  private Handler<HttpServerRequest> gate(String authorization) {
    WebClient forwarder = WebClient.create(fixture.vertx());
    return request -> {
      if (authorization != null && !authorization.equals(request.getHeader("Authorization"))) {
        StubRegistry.failing(401).handle(request);
        return;
      }
      forwarder
          .getAbs(process.url() + request.uri())
          .send()
          .onSuccess(
              answer -> {
                Buffer body = answer.body();
                request.response().setStatusCode(answer.statusCode()).end(body);
              });
    };
  }
}
