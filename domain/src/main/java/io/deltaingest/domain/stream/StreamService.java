package io.deltaingest.domain.stream;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.IngestException;
import io.deltaingest.domain.port.StreamDeployer;
import io.deltaingest.domain.port.StreamDeployer.Deployment;
import io.deltaingest.domain.port.StreamStore;
import io.deltaingest.domain.stream.StreamConfig.DesiredState;
import io.deltaingest.domain.stream.StreamRequestException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams of one process: which there are, in which state, and what is asked of them.
 *
 * <p>Thread-safe by its own monitor, which it never holds while it waits or calls a deployment's
 * methods that may call back. The store, and the file system where locations are compared, are used
 * on the executor for blocking work.
 *
 * <p>Streams of the configuration file are declared: the file says what they are at every start,
 * and a pause or stop of one lasts until then. The others live in the store.
 */
public final class StreamService implements StreamControl {

  private static final Logger LOG = LoggerFactory.getLogger(StreamService.class);

  private final StreamDeployer deployer;
  private final StreamStore store;
  private final Executor blocking;
  private final Map<String, StreamEntry> streams = new TreeMap<>();
  private boolean opened;
  private boolean closed;

  public StreamService(StreamDeployer deployer, StreamStore store, Executor blocking) {
    this.deployer = deployer;
    this.store = store;
    this.blocking = blocking;
  }

  /**
   * Takes over the declared streams and those of the store, and brings each into its desired state.
   * Blocks on the store. A declared stream hides a stored one of the same name.
   *
   * @throws InvalidConfigException when two of them contradict each other
   */
  public void open(List<StreamConfig> declaredStreams) {
    List<StreamPlaces> declared = declaredStreams.stream().map(StreamPlaces::of).toList();
    List<StreamPlaces> stored = store.load().stream().map(StreamPlaces::of).toList();
    synchronized (this) {
      List<ConfigProblem> problems = new ArrayList<>();
      for (StreamPlaces places : declared) {
        problems.addAll(contradictions(places));
        problems.addAll(checked(places.config()));
        streams.put(places.config().name(), new StreamEntry(places, true));
      }
      for (StreamPlaces places : stored) {
        String name = places.config().name();
        if (streams.containsKey(name)) {
          LOG.warn(
              "Stream {} is in the configuration file and in the store; the file's counts", name);
          continue;
        }
        problems.addAll(contradictions(places));
        streams.put(name, new StreamEntry(places, false));
      }
      if (!problems.isEmpty()) {
        streams.clear();
        throw new InvalidConfigException(problems);
      }
      opened = true;
    }
    for (StreamStatus stream : list()) {
      if (stream.config().desiredState() != DesiredState.STOPPED) {
        start(stream.config().name());
      }
    }
  }

  @Override
  public CompletionStage<StreamStatus> create(StreamConfig config) {
    try {
      deployer.check(config);
    } catch (ConfigurationException wrong) {
      return CompletableFuture.failedFuture(wrong);
    }
    return CompletableFuture.runAsync(() -> enter(config), blocking)
        .thenApply(entered -> inspect(config.name()));
  }

  /** Takes a stream in, remembers and starts it. Blocks on file system and store. */
  private void enter(StreamConfig config) {
    StreamPlaces places = StreamPlaces.of(config);
    StreamEntry entry = new StreamEntry(places, false);
    synchronized (this) {
      if (closed || !opened) {
        throw new StreamRequestException(
            Reason.NOT_NOW, closed ? "The process is shutting down" : "The process is starting");
      }
      if (streams.containsKey(config.name())) {
        throw new StreamRequestException(
            Reason.CONFLICT, "There is a stream \"" + config.name() + "\" already");
      }
      List<ConfigProblem> problems = contradictions(places);
      if (!problems.isEmpty()) {
        throw new StreamRequestException(
            Reason.CONFLICT, new InvalidConfigException(problems).getMessage());
      }
      entry.occupy("created");
      streams.put(config.name(), entry);
    }
    try {
      store.save(config);
    } catch (RuntimeException notSaved) {
      forget(config.name());
      throw notSaved;
    }
    free(entry);
    if (config.desiredState() != DesiredState.STOPPED) {
      start(config.name());
    }
  }

  @Override
  public synchronized List<StreamStatus> list() {
    return streams.values().stream().map(StreamEntry::status).toList();
  }

  @Override
  public synchronized StreamStatus inspect(String name) {
    return entry(name).status();
  }

  @Override
  public CompletionStage<StreamStatus> pause(String name) {
    return request(
        name,
        DesiredState.PAUSED,
        entry -> {
          entry.state().pause();
          Deployment deployment = entry.deployment();
          return () -> deployment.pause().thenRun(() -> move(name, deployment, StreamState::pause));
        });
  }

  @Override
  public CompletionStage<StreamStatus> resume(String name) {
    return request(
        name,
        DesiredState.RUNNING,
        entry -> {
          Deployment deployment = entry.deployment();
          if (deployment == null) {
            entry.become(entry.state().start());
            return () -> {
              deploy(name);
              return CompletableFuture.completedFuture(null);
            };
          }
          if (entry.state() instanceof StreamState.Starting) {
            return () -> CompletableFuture.completedFuture(null);
          }
          entry.state().resume();
          return () ->
              deployment.resume().thenRun(() -> move(name, deployment, StreamState::resume));
        });
  }

  @Override
  public CompletionStage<StreamStatus> stop(String name) {
    return request(name, DesiredState.STOPPED, entry -> stopping(entry));
  }

  @Override
  public CompletionStage<Void> delete(String name) {
    Work work;
    StreamEntry entry;
    synchronized (this) {
      entry = streams.get(name);
      if (entry == null) {
        return failed(Reason.NOT_FOUND, noSuchStream(name));
      }
      if (entry.busy() != null) {
        return failed(Reason.NOT_NOW, isBusy(entry));
      }
      if (entry.declared()) {
        return failed(
            Reason.CONFLICT,
            "Stream \""
                + name
                + "\" is declared in the configuration file and would be back at the next start:"
                + " remove it there, or stop it");
      }
      work = stopping(entry);
      // Nobody may start it again before it is forgotten: it would run, and nobody could stop it.
      entry.occupy("deleted");
    }
    return work.begin()
        .thenRunAsync(() -> store.delete(name), blocking)
        .thenRun(() -> forget(name))
        .whenComplete((forgotten, failure) -> free(entry));
  }

  /** Stops every stream, for the end of the process; desired states stay as they are. */
  public CompletionStage<Void> close() {
    List<Work> works = new ArrayList<>();
    synchronized (this) {
      closed = true;
      for (StreamEntry entry : streams.values()) {
        works.add(stopping(entry));
      }
    }
    CompletableFuture<?>[] stops =
        works.stream()
            .map(work -> work.begin().toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(stops);
  }

  // ---- transitions ----

  /** What remains to be done of a request, outside of the monitor. */
  private interface Work {
    CompletionStage<Void> begin();
  }

  private CompletionStage<StreamStatus> request(
      String name, DesiredState desired, Function<StreamEntry, Work> transition) {
    Work work;
    CompletableFuture<Void> saved = CompletableFuture.completedFuture(null);
    Runnable takeBack;
    synchronized (this) {
      StreamEntry entry = streams.get(name);
      if (entry == null) {
        return failed(Reason.NOT_FOUND, noSuchStream(name));
      }
      if (closed) {
        return failed(Reason.NOT_NOW, "The process is shutting down");
      }
      if (entry.busy() != null) {
        return failed(Reason.NOT_NOW, isBusy(entry));
      }
      StreamState before = entry.state();
      DesiredState desiredBefore = entry.config().desiredState();
      try {
        work = transition.apply(entry);
      } catch (StreamRequestException refused) {
        return CompletableFuture.failedFuture(refused);
      }
      StreamState after = entry.state();
      entry.desire(desired);
      takeBack = () -> takeBack(entry, after, before, desired, desiredBefore);
      if (!entry.declared()) {
        StreamConfig changed = entry.config();
        // Queued under the monitor, so that what is remembered last is what was asked last.
        saved = CompletableFuture.runAsync(() -> store.save(changed), blocking);
      }
    }
    return saved
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                takeBack.run();
              }
            })
        .thenCompose(done -> work.begin())
        .thenApply(done -> inspect(name));
  }

  /**
   * A request could not be remembered, and so was not carried out: the stream goes on as it was.
   */
  private synchronized void takeBack(
      StreamEntry entry,
      StreamState from,
      StreamState to,
      DesiredState desired,
      DesiredState desiredBefore) {
    if (entry.state() == from) {
      entry.become(to);
    }
    if (entry.config().desiredState() == desired) {
      entry.desire(desiredBefore);
    }
  }

  private static Work stopping(StreamEntry entry) {
    Deployment deployment = entry.deployment();
    if (deployment == null) {
      entry.become(new StreamState.Stopped());
      return () -> CompletableFuture.completedFuture(null);
    }
    entry.become(entry.state().stop());
    return deployment::stop;
  }

  private void start(String name) {
    synchronized (this) {
      StreamEntry entry = streams.get(name);
      if (entry == null || closed) {
        return;
      }
      entry.become(entry.state().start());
    }
    deploy(name);
  }

  private void deploy(String name) {
    Life life = new Life(name);
    synchronized (this) {
      StreamEntry entry = streams.get(name);
      if (entry == null || !(entry.state() instanceof StreamState.Starting)) {
        return;
      }
      life.deployment = deployer.deploy(entry.config(), life);
      entry.deployed(life.deployment);
    }
  }

  /** Applies a transition if that deployment is still the stream's. */
  private synchronized void move(
      String name, Deployment deployment, Function<StreamState, StreamState> transition) {
    StreamEntry entry = streams.get(name);
    if (entry == null || entry.deployment() != deployment) {
      return;
    }
    try {
      entry.become(transition.apply(entry.state()));
    } catch (StreamRequestException overtaken) {
      LOG.debug("Stream {} moved on meanwhile: {}", name, overtaken.getMessage());
    }
  }

  /** One deployment's news. */
  private final class Life implements StreamDeployer.Listener {
    private final String name;
    private Deployment deployment;

    Life(String name) {
      this.name = name;
    }

    @Override
    public void started() {
      boolean pause;
      Deployment mine;
      synchronized (StreamService.this) {
        mine = deployment;
        move(name, mine, StreamState::started);
        StreamEntry entry = streams.get(name);
        pause = entry != null && entry.config().desiredState() == DesiredState.PAUSED;
      }
      if (pause) {
        mine.pause().thenRun(() -> move(name, mine, StreamState::pause));
      }
    }

    @Override
    public void ended(Optional<IngestException> failure, boolean finished) {
      synchronized (StreamService.this) {
        StreamEntry entry = streams.get(name);
        if (entry == null || entry.deployment() != deployment) {
          return;
        }
        entry.undeployed();
        if (failure.isPresent()) {
          LOG.error("Stream {} failed: {}", name, failure.get().getMessage());
          entry.become(entry.state().fail(failure.get().problem()));
        } else if (finished && !(entry.state() instanceof StreamState.Stopping)) {
          entry.become(entry.state().finish());
        } else {
          entry.become(new StreamState.Stopped());
        }
      }
    }
  }

  // ---- helpers ----

  private synchronized void forget(String name) {
    streams.remove(name);
  }

  private synchronized void free(StreamEntry entry) {
    entry.free();
  }

  private static String isBusy(StreamEntry entry) {
    return "Stream \"" + entry.config().name() + "\" is being " + entry.busy();
  }

  private StreamEntry entry(String name) {
    StreamEntry entry = streams.get(name);
    if (entry == null) {
      throw new StreamRequestException(Reason.NOT_FOUND, noSuchStream(name));
    }
    return entry;
  }

  /** Streams that would fight over messages or over a table's offsets. */
  private List<ConfigProblem> contradictions(StreamPlaces places) {
    List<ConfigProblem> problems = new ArrayList<>();
    for (StreamEntry other : streams.values()) {
      problems.addAll(StreamConflicts.between(places, other.places()));
    }
    return problems;
  }

  private List<ConfigProblem> checked(StreamConfig config) {
    try {
      deployer.check(config);
      return List.of();
    } catch (ConfigurationException wrong) {
      return List.of(new ConfigProblem("stream " + config.name(), wrong.getMessage()));
    }
  }

  private static String noSuchStream(String name) {
    return "There is no stream \"" + name + "\"";
  }

  private static <T> CompletionStage<T> failed(Reason reason, String message) {
    return CompletableFuture.failedFuture(new StreamRequestException(reason, message));
  }
}
