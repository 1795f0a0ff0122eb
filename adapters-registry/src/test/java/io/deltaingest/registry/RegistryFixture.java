package io.deltaingest.registry;

import io.deltaingest.domain.port.SchemaRegistry;
import io.deltaingest.domain.stream.RegistryConfig;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Vert.x, the clients under test and the servers of one test, all closed after it. */
final class RegistryFixture implements BeforeEachCallback, AfterEachCallback {

  /** Short, so that tests can wait for its end. */
  static final Duration ABSENCE = Duration.ofSeconds(1);

  private final List<StubRegistry> stubs = new ArrayList<>();
  private Vertx vertx;
  private RegistryClients clients;

  Vertx vertx() {
    return vertx;
  }

  RegistryClients clients() {
    return clients;
  }

  SchemaRegistry client(RegistryConfig config) {
    return clients.of(config);
  }

  StubRegistry stub(Handler<HttpServerRequest> behaviour) {
    return stub(new HttpServerOptions(), behaviour);
  }

  StubRegistry stub(HttpServerOptions options, Handler<HttpServerRequest> behaviour) {
    StubRegistry stub = StubRegistry.start(vertx, options, 0, behaviour);
    stubs.add(stub);
    return stub;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    vertx = Vertx.vertx();
    clients = new RegistryClients(vertx, ABSENCE);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    clients.close();
    stubs.forEach(StubRegistry::close);
    vertx.close().await();
  }
}
