package io.deltaingest.domain.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.IngestException;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.StreamFailedException;
import io.deltaingest.domain.port.StreamDeployer;
import io.deltaingest.domain.port.StreamStore;
import io.deltaingest.domain.stream.StreamConfig.DesiredState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamServiceTest {

  private final MemoryStore store = new MemoryStore();
  private final ByHand deployer = new ByHand();
  private final StreamService service = new StreamService(deployer, store, Runnable::run);

  @BeforeEach
  void open() {
    service.open(List.of());
  }

  @Test
  void shouldRefuseToCreateBeforeItWasOpened() {
    StreamService unopened = new StreamService(deployer, store, Runnable::run);

    assertThatThrownBy(() -> done(unopened.create(stream("a", DesiredState.RUNNING))))
        .hasMessageContaining("starting");
  }

  @Test
  void shouldRememberAndStartACreatedStream() {
    done(service.create(stream("a", DesiredState.RUNNING)));

    assertThat(state("a")).isEqualTo("starting");
    assertThat(store.streams).containsKey("a");
    deployer.only().listener.started();
    assertThat(state("a")).isEqualTo("running");
  }

  @Test
  void shouldNotStartAStreamThatShouldBeStopped() {
    done(service.create(stream("a", DesiredState.STOPPED)));

    assertThat(state("a")).isEqualTo("stopped");
    assertThat(deployer.runs).isEmpty();
  }

  @Test
  void shouldPauseAndResume() {
    Run run = running("a");

    CompletionStage<StreamStatus> pause = service.pause("a");
    assertThat(pause.toCompletableFuture()).isNotDone();
    run.paused.complete(null);

    assertThat(done(pause).state().label()).isEqualTo("paused");
    assertThat(store.streams.get("a").desiredState()).isEqualTo(DesiredState.PAUSED);
    assertThat(done(service.resume("a")).state().label()).isEqualTo("running");
    assertThat(store.streams.get("a").desiredState()).isEqualTo(DesiredState.RUNNING);
  }

  @Test
  void shouldStopAndStartAgain() {
    Run run = running("a");

    CompletionStage<StreamStatus> stop = service.stop("a");
    assertThat(state("a")).isEqualTo("stopping");
    run.end(Optional.empty());

    assertThat(done(stop).state().label()).isEqualTo("stopped");
    assertThat(done(service.resume("a")).state().label()).isEqualTo("starting");
    assertThat(deployer.runs).hasSize(2);
  }

  @Test
  void shouldShowWhyAStreamFailedAndStartItAgain() {
    Run run = running("a");

    run.end(Optional.of(new StreamFailedException(Problem.of("gone", "because", "do this"))));

    assertThat(service.inspect("a").state())
        .isEqualTo(new StreamState.Failed(Problem.of("gone", "because", "do this")));
    done(service.resume("a"));
    assertThat(state("a")).isEqualTo("starting");
  }

  @Test
  void shouldForgetADeletedStreamOnceItHasStopped() {
    Run run = running("a");

    CompletionStage<Void> delete = service.delete("a");
    assertThat(delete.toCompletableFuture()).isNotDone();
    run.end(Optional.empty());

    done(delete);
    assertThat(service.list()).isEmpty();
    assertThat(store.streams).isEmpty();
    assertThatThrownBy(() -> service.inspect("a")).isInstanceOf(StreamRequestException.class);
  }

  @Test
  void shouldBringStreamsBackAfterARestartInTheirStates() {
    store.save(stream("a", DesiredState.RUNNING));
    store.save(stream("b", DesiredState.STOPPED));
    store.save(stream("c", DesiredState.PAUSED));

    service.open(List.of(stream("d", DesiredState.RUNNING)));

    assertThat(deployer.runs).hasSize(3);
    deployer.runs.forEach(run -> run.listener.started());
    deployer.runs.forEach(run -> run.paused.complete(null));
    assertThat(service.list())
        .extracting(status -> status.config().name() + " " + status.state().label())
        .containsExactly("a running", "b stopped", "c paused", "d running");
  }

  @Test
  void shouldRefuseToDeleteADeclaredStream() {
    service.open(List.of(stream("a", DesiredState.STOPPED)));

    assertThatThrownBy(() -> done(service.delete("a"))).hasMessageContaining("configuration file");
  }

  @Test
  void shouldRefuseStreamsThatFightOverMessagesOrOffsets() {
    done(service.create(stream("a", DesiredState.STOPPED)));
    StreamConfig sameGroup = stream("b", "group-a", "/tables/b", "b");
    StreamConfig sameOffsets = stream("c", "group-c", "/tables/a", "a");

    assertThatThrownBy(() -> done(service.create(sameGroup))).hasMessageContaining("group-a");
    assertThatThrownBy(() -> done(service.create(sameOffsets))).hasMessageContaining("/tables/a");
    assertThatThrownBy(() -> done(service.create(stream("a", DesiredState.STOPPED))))
        .hasMessageContaining("already");
    assertThat(service.list()).hasSize(1);
  }

  @Test
  void shouldNotKeepAStreamThatCouldNotBeStored() {
    store.broken = true;

    assertThatThrownBy(() -> done(service.create(stream("a", DesiredState.RUNNING))))
        .hasMessageContaining("disk full");
    assertThat(service.list()).isEmpty();
    assertThat(deployer.runs).isEmpty();
  }

  @Test
  void shouldGoOnAsBeforeWhenARequestCouldNotBeRemembered() {
    Run run = running("a");
    store.broken = true;

    assertThatThrownBy(() -> done(service.stop("a"))).hasMessageContaining("disk full");

    assertThat(state("a")).isEqualTo("running");
    assertThat(service.inspect("a").config().desiredState()).isEqualTo(DesiredState.RUNNING);

    // and a stream that was not started can be started later
    store.broken = false;
    run.stopped.complete(null);
    var unused = service.stop("a");
    run.end(Optional.empty());
    store.broken = true;
    assertThatThrownBy(() -> done(service.resume("a"))).hasMessageContaining("disk full");
    assertThat(state("a")).isEqualTo("stopped");
    store.broken = false;
    assertThat(done(service.resume("a")).state().label()).isEqualTo("starting");
    assertThat(deployer.runs).hasSize(2);
  }

  @Test
  void shouldTakeNoRequestsForAStreamThatIsBeingDeleted() {
    Run run = running("a");
    CompletionStage<Void> delete = service.delete("a");

    assertThatThrownBy(() -> done(service.resume("a"))).hasMessageContaining("being deleted");
    assertThatThrownBy(() -> done(service.delete("a"))).hasMessageContaining("being deleted");
    run.end(Optional.empty());

    done(delete);
    assertThat(service.list()).isEmpty();
    assertThat(deployer.runs).hasSize(1);
  }

  @Test
  void shouldTakeRequestsAgainForAStreamThatCouldNotBeDeleted() {
    Run run = running("a");
    store.broken = true;
    CompletionStage<Void> delete = service.delete("a");
    run.end(Optional.empty());
    assertThatThrownBy(() -> done(delete)).hasMessageContaining("disk full");

    store.broken = false;
    assertThat(done(service.resume("a")).state().label()).isEqualTo("starting");
  }

  @Test
  void shouldNotBlockOthersWhileAStreamIsLookedAtAndRemembered() {
    // given: an executor that does not come to it yet
    List<Runnable> queued = new ArrayList<>();
    StreamService slow = new StreamService(deployer, store, queued::add);
    slow.open(List.of());

    // when
    CompletionStage<StreamStatus> create = slow.create(stream("a", DesiredState.RUNNING));

    // then
    assertThat(create.toCompletableFuture()).isNotDone();
    assertThat(slow.list()).isEmpty();
    queued.forEach(Runnable::run);
    assertThat(done(create).state().label()).isEqualTo("starting");
  }

  @Test
  void shouldRefuseAStreamThatCanNotWorkBeforeItIsRemembered() {
    deployer.refusal = new ConfigurationException(Problem.of("bad transform", "", ""));

    assertThatThrownBy(() -> done(service.create(stream("a", DesiredState.RUNNING))))
        .hasMessageContaining("bad transform");
    assertThatThrownBy(() -> service.open(List.of(stream("b", DesiredState.RUNNING))))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("stream b")
        .hasMessageContaining("bad transform");
    assertThat(service.list()).isEmpty();
    assertThat(store.streams).isEmpty();
  }

  @Test
  void shouldStopEverythingAtTheEndAndKeepTheDesiredStates() {
    Run run = running("a");

    CompletionStage<Void> closed = service.close();
    run.end(Optional.empty());

    done(closed);
    assertThat(store.streams.get("a").desiredState()).isEqualTo(DesiredState.RUNNING);
    assertThatThrownBy(() -> done(service.create(stream("b", DesiredState.RUNNING))))
        .hasMessageContaining("shutting down");
  }

  // ---- helpers ----

  private Run running(String name) {
    done(service.create(stream(name, DesiredState.RUNNING)));
    Run run = deployer.only();
    run.listener.started();
    return run;
  }

  private String state(String name) {
    return service.inspect(name).state().label();
  }

  private static <T> T done(CompletionStage<T> stage) {
    assertThat(stage.toCompletableFuture()).isDone();
    return stage.toCompletableFuture().join();
  }

  private static StreamConfig stream(String name, DesiredState state) {
    return stream(name, "group-" + name, "/tables/" + name, name).withDesiredState(state);
  }

  private static StreamConfig stream(String name, String group, String location, String appId) {
    return new StreamConfig(
        name,
        new StreamConfig.Source(
            "topic",
            group,
            StreamConfig.StartFrom.EARLIEST,
            KafkaSettings.of(Map.of("bootstrap.servers", "localhost:9092")),
            false,
            Map.of()),
        MessageFormat.JSON,
        List.of(),
        Optional.empty(),
        new StreamConfig.Table(
            location,
            appId,
            true,
            Optional.empty(),
            StreamConfig.SchemaEvolution.NONE,
            StreamConfig.LogEngine.KERNEL),
        5_000,
        new StreamConfig.Flush(Duration.ofSeconds(1), 1_000_000),
        Optional.empty(),
        StreamConfig.BadRecordPolicy.SKIP,
        1,
        DesiredState.RUNNING);
  }

  private static final class MemoryStore implements StreamStore {
    private final Map<String, StreamConfig> streams = new LinkedHashMap<>();
    private boolean broken;

    @Override
    public List<StreamConfig> load() {
      return List.copyOf(streams.values());
    }

    @Override
    public void save(StreamConfig config) {
      if (broken) {
        throw new IllegalStateException("disk full");
      }
      streams.put(config.name(), config);
    }

    @Override
    public void delete(String name) {
      if (broken) {
        throw new IllegalStateException("disk full");
      }
      streams.remove(name);
    }
  }

  private static final class ByHand implements StreamDeployer {
    private final List<Run> runs = new ArrayList<>();
    private ConfigurationException refusal;

    @Override
    public void check(StreamConfig config) {
      if (refusal != null) {
        throw refusal;
      }
    }

    @Override
    public Deployment deploy(StreamConfig config, Listener listener) {
      Run run = new Run(listener);
      runs.add(run);
      return run;
    }

    Run only() {
      assertThat(runs).hasSize(1);
      return runs.get(0);
    }
  }

  private static final class Run implements StreamDeployer.Deployment {
    private final StreamDeployer.Listener listener;
    private final CompletableFuture<Void> paused = new CompletableFuture<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    Run(StreamDeployer.Listener listener) {
      this.listener = listener;
    }

    void end(Optional<IngestException> failure) {
      listener.ended(failure, false);
      stopped.complete(null);
    }

    @Override
    public CompletionStage<Void> pause() {
      return paused;
    }

    @Override
    public CompletionStage<Void> resume() {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> stop() {
      return stopped;
    }

    @Override
    public List<WorkerStatus> workers() {
      return List.of();
    }
  }
}
