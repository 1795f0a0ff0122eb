package io.deltaingest.http;

import io.deltaingest.domain.stream.StreamConfig;
import io.deltaingest.domain.stream.StreamControl;
import io.deltaingest.domain.stream.StreamRequestException;
import io.deltaingest.domain.stream.StreamRequestException.Reason;
import io.deltaingest.domain.stream.StreamState;
import io.deltaingest.domain.stream.StreamStatus;
import io.deltaingest.domain.stream.WorkerStatus;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;

/** Streams in memory, whose changes take effect when the test lets them, on another thread. */
final class FakeStreams implements StreamControl {

  private final Map<String, StreamStatus> streams = new ConcurrentSkipListMap<>();
  private volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);
  private volatile RuntimeException thrown;

  /** Changes take effect when the returned future ends; they fail if it does. */
  CompletableFuture<Void> hold() {
    CompletableFuture<Void> held = new CompletableFuture<>();
    gate = held;
    return held;
  }

  /** Every call throws that, before anything is done. */
  void breakWith(RuntimeException failure) {
    thrown = failure;
  }

  void put(StreamConfig config, StreamState state, WorkerStatus... workers) {
    streams.put(config.name(), new StreamStatus(config, state, List.of(workers)));
  }

  @Override
  public CompletionStage<StreamStatus> create(StreamConfig config) {
    throwIfBroken();
    StreamStatus created =
        new StreamStatus(config, new StreamState.Starting(), List.of(Samples.first()));
    if (streams.putIfAbsent(config.name(), created) != null) {
      return failed(Reason.CONFLICT, "There is a stream " + config.name() + " already");
    }
    return gate.thenApplyAsync(open -> inspect(config.name()));
  }

  @Override
  public List<StreamStatus> list() {
    throwIfBroken();
    return List.copyOf(streams.values());
  }

  @Override
  public StreamStatus inspect(String name) {
    throwIfBroken();
    StreamStatus status = streams.get(name);
    if (status == null) {
      throw new StreamRequestException(Reason.NOT_FOUND, noSuch(name));
    }
    return status;
  }

  @Override
  public CompletionStage<StreamStatus> pause(String name) {
    return change(name, StreamState::pause);
  }

  @Override
  public CompletionStage<StreamStatus> resume(String name) {
    return change(
        name, state -> state instanceof StreamState.Paused ? state.resume() : state.start());
  }

  @Override
  public CompletionStage<StreamStatus> stop(String name) {
    return change(
        name,
        state ->
            state.stop() instanceof StreamState.Stopping stopping
                ? stopping.stopped()
                : state.stop());
  }

  @Override
  public CompletionStage<Void> delete(String name) {
    throwIfBroken();
    if (!streams.containsKey(name)) {
      return failed(Reason.NOT_FOUND, noSuch(name));
    }
    return gate.thenRunAsync(() -> streams.remove(name));
  }

  private CompletionStage<StreamStatus> change(String name, UnaryOperator<StreamState> transition) {
    throwIfBroken();
    if (!streams.containsKey(name)) {
      return failed(Reason.NOT_FOUND, noSuch(name));
    }
    return gate.thenApplyAsync(
        open ->
            streams.computeIfPresent(
                name,
                (key, status) ->
                    new StreamStatus(
                        status.config(), transition.apply(status.state()), status.workers())));
  }

  private void throwIfBroken() {
    if (thrown != null) {
      throw thrown;
    }
  }

  private static String noSuch(String name) {
    return "There is no stream " + name;
  }

  private static <T> CompletionStage<T> failed(Reason reason, String message) {
    return CompletableFuture.failedFuture(new StreamRequestException(reason, message));
  }
}
