package io.deltaingest.domain.stream;

import io.deltaingest.domain.error.Problem;

/**
 * Where a stream is in its life. Each state owns the transitions out of it; one that it does not
 * have throws {@link StreamRequestException} with {@code NOT_NOW}.
 *
 * <pre>
 *   Stopped ──start──▶ Starting ──started──▶ Running ◀──resume── Paused
 *      ▲                  │                    │ └────pause────────▲
 *      └──stopped── Stopping ◀──────stop───────┴───────stop────────┘
 *   any but Stopped ──fail──▶ Failed ──start──▶ Starting      Running ──finish──▶ Finished
 * </pre>
 */
public sealed interface StreamState {

  /** The name that people and programs see. */
  String label();

  default StreamState start() {
    throw refused("started");
  }

  default StreamState started() {
    throw refused("reported as started");
  }

  default StreamState pause() {
    throw refused("paused");
  }

  default StreamState resume() {
    throw refused("resumed");
  }

  default StreamState stop() {
    throw refused("stopped");
  }

  default StreamState stopped() {
    throw refused("reported as stopped");
  }

  default StreamState finish() {
    throw refused("finished");
  }

  default StreamState fail(Problem problem) {
    return new Failed(problem);
  }

  private StreamRequestException refused(String verb) {
    return new StreamRequestException(
        StreamRequestException.Reason.NOT_NOW, "A stream that is " + label() + " can't be " + verb);
  }

  /** Does not run, and left the group. */
  record Stopped() implements StreamState {
    @Override
    public String label() {
      return "stopped";
    }

    @Override
    public StreamState start() {
      return new Starting();
    }

    @Override
    public StreamState stop() {
      return this;
    }

    @Override
    public StreamState fail(Problem problem) {
      return this;
    }
  }

  /** Its workers are on their way up. */
  record Starting() implements StreamState {
    @Override
    public String label() {
      return "starting";
    }

    @Override
    public StreamState started() {
      return new Running();
    }

    @Override
    public StreamState stop() {
      return new Stopping();
    }

    @Override
    public StreamState finish() {
      return new Finished();
    }
  }

  /** Reads and commits. */
  record Running() implements StreamState {
    @Override
    public String label() {
      return "running";
    }

    @Override
    public StreamState pause() {
      return new Paused();
    }

    @Override
    public StreamState resume() {
      return this;
    }

    @Override
    public StreamState stop() {
      return new Stopping();
    }

    @Override
    public StreamState finish() {
      return new Finished();
    }
  }

  /** Keeps its partitions, holds nothing uncommitted. */
  record Paused() implements StreamState {
    @Override
    public String label() {
      return "paused";
    }

    @Override
    public StreamState pause() {
      return this;
    }

    @Override
    public StreamState resume() {
      return new Running();
    }

    @Override
    public StreamState stop() {
      return new Stopping();
    }

    @Override
    public StreamState finish() {
      return new Finished();
    }
  }

  /** Commits what it holds, then leaves the group. */
  record Stopping() implements StreamState {
    @Override
    public String label() {
      return "stopping";
    }

    @Override
    public StreamState stop() {
      return this;
    }

    @Override
    public StreamState stopped() {
      return new Stopped();
    }
  }

  /** Stopped by itself; a person has to look. */
  record Failed(Problem problem) implements StreamState {
    @Override
    public String label() {
      return "failed";
    }

    @Override
    public StreamState start() {
      return new Starting();
    }

    @Override
    public StreamState stop() {
      return new Stopped();
    }

    @Override
    public StreamState fail(Problem later) {
      return this;
    }
  }

  /** Reached the end offsets that it was told to stop at. */
  record Finished() implements StreamState {
    @Override
    public String label() {
      return "finished";
    }

    @Override
    public StreamState start() {
      return new Starting();
    }

    @Override
    public StreamState stop() {
      return new Stopped();
    }
  }
}
