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
 * methods that may call back. The store is used on the executor for blocking work.
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
    List<StreamConfig> stored = store.load();
    synchronized (this) {
      List<ConfigProblem> problems = new ArrayList<>();
      for (StreamConfig config : declaredStreams) {
        problems.addAll(contradictions(config));
        problems.addAll(checked(config));
        streams.put(config.name(), new StreamEntry(config, true));
      }
      for (StreamConfig config : stored) {
        if (streams.containsKey(config.name())) {
          LOG.warn(
              "Stream {} is in the configuration file and in the store; the file's counts",
              config.name());
          continue;
        }
        problems.addAll(contradictions(config));
        streams.put(config.name(), new StreamEntry(config, false));
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
    synchronized (this) {
      if (closed || !opened) {
        return failed(
            Reason.NOT_NOW, closed ? "The process is shutting down" : "The process is starting");
      }
      if (streams.containsKey(config.name())) {
        return failed(Reason.CONFLICT, "There is a stream \"" + config.name() + "\" already");
      }
      List<ConfigProblem> problems = contradictions(config);
      if (!problems.isEmpty()) {
        return failed(Reason.CONFLICT, new InvalidConfigException(problems).getMessage());
      }
      streams.put(config.name(), new StreamEntry(config, false));
    }
    return CompletableFuture.runAsync(() -> store.save(config), blocking)
        .handle(
            (saved, failure) -> {
              if (failure != null) {
                forget(config.name());
                throw rethrown(failure);
              }
              if (config.desiredState() != DesiredState.STOPPED) {
                start(config.name());
              }
              return inspect(config.name());
            });
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
    synchronized (this) {
      StreamEntry entry = streams.get(name);
      if (entry == null) {
        return failed(Reason.NOT_FOUND, noSuchStream(name));
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
    }
    return work.begin()
        .thenRunAsync(() -> store.delete(name), blocking)
        .thenRun(() -> forget(name));
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
    StreamConfig changed;
    boolean stored;
    synchronized (this) {
      StreamEntry entry = streams.get(name);
      if (entry == null) {
        return failed(Reason.NOT_FOUND, noSuchStream(name));
      }
      if (closed) {
        return failed(Reason.NOT_NOW, "The process is shutting down");
      }
      try {
        work = transition.apply(entry);
      } catch (StreamRequestException refused) {
        return CompletableFuture.failedFuture(refused);
      }
      entry.desire(desired);
      changed = entry.config();
      stored = !entry.declared();
    }
    CompletableFuture<Void> saved =
        stored
            ? CompletableFuture.runAsync(() -> store.save(changed), blocking)
            : CompletableFuture.completedFuture(null);
    return saved.thenCompose(done -> work.begin()).thenApply(done -> inspect(name));
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

  private StreamEntry entry(String name) {
    StreamEntry entry = streams.get(name);
    if (entry == null) {
      throw new StreamRequestException(Reason.NOT_FOUND, noSuchStream(name));
    }
    return entry;
  }

  /** Streams that would fight over messages or over a table's offsets. */
  private List<ConfigProblem> contradictions(StreamConfig config) {
    List<ConfigProblem> problems = new ArrayList<>();
    for (StreamEntry other : streams.values()) {
      problems.addAll(StreamConflicts.between(config, other.config()));
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

  private static RuntimeException rethrown(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
  }
}
