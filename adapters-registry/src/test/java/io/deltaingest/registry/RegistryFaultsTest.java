package io.deltaingest.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.port.RegisteredSchema;
import io.deltaingest.domain.port.SchemaRegistry;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A registry that is away, ill, or not a registry at all. */
class RegistryFaultsTest {

  private static final String SCHEMA = "\"string\"";
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration SHORT = Duration.ofMillis(400);

  @RegisterExtension private final RegistryFixture fixture = new RegistryFixture();

  @TestFactory
  Stream<DynamicTest> shouldWaitForARegistryThatGivesNoAnswer() {
    return Stream.of(
        fault("500", StubRegistry.failing(500), "500 Internal Server Error"),
        fault("503", StubRegistry.failing(503), "503 Service Unavailable"),
        fault("400", StubRegistry.failing(400), "400 Bad Request"),
        fault("302", StubRegistry.failing(302), "302 Found"),
        fault("404 of a proxy", StubRegistry.failing(404), "404 Not Found with what no schema"),
        fault(
            "404 of a wrong path",
            request ->
                StubRegistry.send(
                    request,
                    404,
                    new JsonObject().put("error_code", 404).put("message", "HTTP 404 Not Found")),
            "404 Not Found with what no schema"),
        fault("200 of a login page", StubRegistry.failing(200), "200 OK with what no schema"),
        fault(
            "200 with other JSON",
            request -> StubRegistry.send(request, 200, new JsonObject().put("schema", 7)),
            "200 OK with what no schema"),
        fault(
            "200 with half a reference",
            request ->
                StubRegistry.send(
                    request,
                    200,
                    StubRegistry.document(SCHEMA, new JsonObject().put("name", "alone"))),
            "200 OK with what no schema"),
        silence("nothing", StubRegistry.hanging()),
        silence(
            "half an answer, then nothing",
            request -> request.response().putHeader("Content-Length", "100").write("{\"schema\":")),
        fault(
            "half an answer, then the end",
            request ->
                request
                    .response()
                    .putHeader("Content-Length", "100")
                    .write("{\"schema\":")
                    .onComplete(written -> request.connection().close()),
            "closed the connection before"),
        silence("drop by drop", this::drip),
        fault(
            "more than fits",
            request -> {
              request.response().setChunked(true);
              pour(request);
            },
            "more than 10485760 bytes"));
  }

  /** Each as its own test: no answer and no dead letter, then the answer once it is well again. */
  private DynamicTest fault(String name, Handler<HttpServerRequest> behaviour, String account) {
    return fault(name, behaviour, Duration.ofSeconds(10), account);
  }

  private DynamicTest silence(String name, Handler<HttpServerRequest> behaviour) {
    return fault(name, behaviour, SHORT, "no complete answer within 400 ms");
  }

  private DynamicTest fault(
      String name, Handler<HttpServerRequest> behaviour, Duration timeout, String account) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          StubRegistry stub = fixture.stub(behaviour);
          SchemaRegistry registry = fixture.client(Configs.at(timeout, stub.url()));

          assertThatThrownBy(() -> registry.byId(7))
              .isInstanceOf(TransientException.class)
              .hasMessageContaining("schema id 7")
              .hasMessageContaining(stub.url().toString())
              .hasMessageContaining(account);

          stub.behave(StubRegistry.having(SCHEMA));
          assertThat(answerOf(registry, 7).text()).isEqualTo(SCHEMA);
        });
  }

  @Test
  void shouldEndTheConnectionOfAnAnswerWithoutEnd() {
    AtomicBoolean ended = new AtomicBoolean();
    StubRegistry stub =
        fixture.stub(
            request -> {
              request.connection().closeHandler(gone -> ended.set(true));
              drip(request);
            });

    assertThatThrownBy(() -> fixture.client(Configs.at(SHORT, stub.url())).byId(7))
        .isInstanceOf(TransientException.class);

    await().atMost(PATIENCE).untilTrue(ended);
  }

  @Test
  void shouldSayThatNothingListens() {
    StubRegistry stub = fixture.stub(StubRegistry.hanging());
    URI url = stub.url();
    stub.close();

    assertThatThrownBy(() -> fixture.client(Configs.at(url)).byId(7))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining(url + " can't be connected to");
  }

  @Test
  void shouldLeaveARegistryAloneThatJustFailed() {
    StubRegistry stub = fixture.stub(StubRegistry.failing(500));
    SchemaRegistry registry = fixture.client(Configs.at(stub.url()));

    for (int i = 0; i < 50; i++) {
      assertThatThrownBy(() -> registry.byId(7)).isInstanceOf(TransientException.class);
    }

    assertThat(stub.asked()).hasSizeLessThan(5);
  }

  @Test
  void shouldLeaveARegistryAloneForAsLongAsItAsks() {
    StubRegistry stub =
        fixture.stub(
            request ->
                request.response().setStatusCode(429).putHeader("Retry-After", "2").end("busy"));
    SchemaRegistry registry = fixture.client(Configs.at(stub.url()));
    long start = System.nanoTime();
    assertThatThrownBy(() -> registry.byId(7))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("429 Too Many Requests");
    stub.behave(StubRegistry.having(SCHEMA));

    answerOf(registry, 7);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(1900));
    assertThat(stub.asked()).hasSize(2);
  }

  @Test
  void shouldAskAgainAtOnceWhenAConnectionBreaks() {
    AtomicBoolean first = new AtomicBoolean(true);
    StubRegistry stub =
        fixture.stub(
            request -> {
              if (first.getAndSet(false)) {
                request.connection().close();
              } else {
                StubRegistry.having(SCHEMA).handle(request);
              }
            });

    assertThat(fixture.client(Configs.at(stub.url())).byId(7)).isPresent();
  }

  @TestFactory
  Stream<DynamicTest> shouldRefuseWhatWaitingDoesNotMend() {
    return Stream.of(401, 403)
        .map(
            status ->
                DynamicTest.dynamicTest(
                    Integer.toString(status),
                    () -> {
                      StubRegistry stub = fixture.stub(StubRegistry.failing(status));
                      SchemaRegistry registry =
                          fixture.client(Configs.withLogin(stub.url(), "reader", "s3cret"));
                      assertThatThrownBy(() -> registry.byId(7))
                          .isInstanceOf(ConfigurationException.class)
                          .hasMessageContaining(stub.url().toString())
                          .hasMessageContaining("SCHEMA_REGISTRY_PASSWORD")
                          .hasMessageNotContaining("s3cret");
                    }));
  }

  @Test
  void shouldNotFollowRedirects() {
    StubRegistry elsewhere = fixture.stub(StubRegistry.having(SCHEMA));
    StubRegistry stub =
        fixture.stub(
            request ->
                request
                    .response()
                    .setStatusCode(301)
                    .putHeader("Location", elsewhere.url() + request.uri() + "?secret=1")
                    .end());

    assertThatThrownBy(() -> fixture.client(Configs.at(stub.url())).byId(7))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("names " + elsewhere.url())
        .hasMessageNotContaining("secret");
    assertThat(elsewhere.asked()).isEmpty();
  }

  private static RegisteredSchema answerOf(SchemaRegistry registry, int id) {
    return await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(TransientException.class)
        .until(() -> registry.byId(id).orElseThrow(), found -> true);
  }

  /** Never silent for long, and never done. */
  private void drip(HttpServerRequest request) {
    request.response().setChunked(true);
    fixture
        .vertx()
        .setPeriodic(
            1,
            50,
            timer -> {
              if (request.response().closed()) {
                fixture.vertx().cancelTimer(timer);
              } else {
                request.response().write(" ");
              }
            });
  }

  private static void pour(HttpServerRequest request) {
    request
        .response()
        .write(" ".repeat(1024 * 1024))
        .onSuccess(
            written -> {
              if (!request.response().closed()) {
                pour(request);
              }
            });
  }
}
