package io.deltaingest.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.port.RegisteredSchema;
import io.deltaingest.domain.port.SchemaRegistry;
import io.deltaingest.domain.stream.RegistryConfig;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the client remembers, what callers share, and how a wait ends. */
class RegistryMemoryTest {

  private static final String SCHEMA = "\"long\"";
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @RegisterExtension private final RegistryFixture fixture = new RegistryFixture();

  @Test
  void shouldAskForAnIdOnce() {
    StubRegistry stub = fixture.stub(StubRegistry.having(SCHEMA));
    RegistryConfig config = Configs.at(stub.url());

    Optional<RegisteredSchema> first = fixture.client(config).byId(7);
    Optional<RegisteredSchema> second = fixture.client(Configs.at(stub.url())).byId(7);

    assertThat(first).hasValueSatisfying(schema -> assertThat(schema.text()).isEqualTo(SCHEMA));
    assertThat(second).isEqualTo(first);
    assertThat(stub.asked()).containsExactly("/schemas/ids/7");
  }

  @Test
  void shouldAskOnceForAllThatWaitForOneId() {
    List<HttpServerRequest> held = new CopyOnWriteArrayList<>();
    StubRegistry stub = fixture.stub(held::add);
    SchemaRegistry registry = fixture.client(Configs.at(stub.url()));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<CompletableFuture<Optional<RegisteredSchema>>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        answers.add(CompletableFuture.supplyAsync(() -> registry.byId(7), threads));
      }
      await().atMost(PATIENCE).until(() -> held.size() == 1);
      StubRegistry.having(SCHEMA).handle(held.get(0));

      assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isPresent());
      assertThat(stub.asked()).hasSize(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void shouldAskForTheLatestEachTime() {
    StubRegistry stub =
        fixture.stub(request -> StubRegistry.send(request, 200, StubRegistry.document(SCHEMA)));
    SchemaRegistry registry = fixture.client(Configs.at(stub.url()));

    assertThat(registry.latest("a/b c%-value")).isPresent();
    assertThat(registry.latest("a/b c%-value")).isPresent();

    String path = "/subjects/a%2Fb%20c%25-value/versions/latest";
    assertThat(stub.asked()).containsExactly(path, path);
  }

  @Test
  void shouldRememberForAMomentThatAnIdIsUnknown() {
    StubRegistry stub = fixture.stub(StubRegistry.knowingNothing());
    SchemaRegistry registry = fixture.client(Configs.at(stub.url()));

    for (int i = 0; i < 1000; i++) {
      assertThat(registry.byId(7)).isEmpty();
    }
    assertThat(stub.asked()).hasSizeLessThanOrEqualTo(4);

    stub.behave(StubRegistry.having(SCHEMA));
    await().atMost(PATIENCE).until(() -> registry.byId(7).isPresent());
  }

  @Test
  void shouldLookTwiceBeforeItSaysThatAnIdIsUnknown() {
    StubRegistry stub = fixture.stub(StubRegistry.knowingNothing());
    stub.behave(
        request -> {
          stub.behave(StubRegistry.having(SCHEMA));
          StubRegistry.knowingNothing().handle(request);
        });
    SchemaRegistry registry = fixture.client(Configs.at(stub.url()));

    assertThat(registry.byId(7)).isPresent();
    assertThat(stub.asked()).hasSize(2);
  }

  @Test
  void shouldNotCrawlThroughATopicOfUnknownIds() {
    StubRegistry stub = fixture.stub(StubRegistry.knowingNothing());
    SchemaRegistry registry = fixture.client(Configs.at(stub.url()));
    long start = System.nanoTime();

    for (int id = 1; id <= 200; id++) {
      assertThat(registry.byId(id)).isEmpty();
    }

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void shouldForgetWhatWasNotAskedForTheLongest() {
    RecentlyUsed<Integer, String> memory = new RecentlyUsed<>(2);
    memory.put(1, "one");
    memory.put(2, "two");
    assertThat(memory.get(1)).isEqualTo("one");

    memory.put(3, "three");

    assertThat(memory.get(2)).isNull();
    assertThat(memory.get(1)).isEqualTo("one");
    assertThat(memory.get(3)).isEqualTo("three");
  }

  @Test
  void shouldEndTheWaitOfAThreadThatIsInterrupted() throws Exception {
    List<HttpServerRequest> held = new CopyOnWriteArrayList<>();
    StubRegistry stub = fixture.stub(held::add);
    SchemaRegistry registry = fixture.client(Configs.at(stub.url()));
    AtomicReference<Throwable> failure = new AtomicReference<>();
    AtomicReference<Boolean> interrupted = new AtomicReference<>();
    Thread ingest =
        new Thread(
            () -> {
              try {
                registry.byId(7);
              } catch (RuntimeException e) {
                failure.set(e);
                interrupted.set(Thread.currentThread().isInterrupted());
              }
            });
    ingest.start();
    await().atMost(PATIENCE).until(() -> held.size() == 1);
    CompletableFuture<Optional<RegisteredSchema>> other =
        CompletableFuture.supplyAsync(() -> registry.byId(7));

    ingest.interrupt();
    ingest.join(PATIENCE.toMillis());

    assertThat(failure.get()).isInstanceOf(TransientException.class);
    assertThat(interrupted.get()).isTrue();
    StubRegistry.having(SCHEMA).handle(held.get(0));
    assertThat(other.get()).isPresent();
  }

  @Test
  void shouldEndAllWaitsWhenItIsClosed() {
    List<HttpServerRequest> held = new CopyOnWriteArrayList<>();
    StubRegistry stub = fixture.stub(held::add);
    SchemaRegistry registry = fixture.client(Configs.at(stub.url()));
    CompletableFuture<Optional<RegisteredSchema>> waiting =
        CompletableFuture.supplyAsync(() -> registry.byId(7));
    await().atMost(PATIENCE).until(() -> held.size() == 1);

    long start = System.nanoTime();
    fixture.clients().close();

    assertThatThrownBy(waiting::join).hasCauseInstanceOf(TransientException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
    assertThatThrownBy(() -> registry.byId(7)).isInstanceOf(TransientException.class);
  }

  @Test
  void shouldRefuseToBlockAnEventLoop() {
    StubRegistry stub = fixture.stub(StubRegistry.having(SCHEMA));
    SchemaRegistry registry = fixture.client(Configs.at(stub.url()));

    Future<Boolean> onEventLoop =
        fixture.vertx().timer(1).map(tick -> registry.byId(7).isPresent());

    assertThatThrownBy(() -> onEventLoop.toCompletionStage().toCompletableFuture().join())
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThat(stub.asked()).isEmpty();
  }

  @Test
  void shouldLetACallerGoAndFindTheAnswerForTheNextOne() {
    // Two URLs that each use up the time-out are asked for longer than one caller waits.
    StubRegistry first = fixture.stub(StubRegistry.hanging());
    StubRegistry second = fixture.stub(StubRegistry.hanging());
    StubRegistry third = fixture.stub(StubRegistry.having(SCHEMA));
    SchemaRegistry registry =
        fixture.client(Configs.at(Duration.ofMillis(1500), first.url(), second.url(), third.url()));

    assertThatThrownBy(() -> registry.byId(7))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("still being asked");

    assertThat(registry.byId(7)).isPresent();
    assertThat(third.asked()).hasSize(1);
  }
}
